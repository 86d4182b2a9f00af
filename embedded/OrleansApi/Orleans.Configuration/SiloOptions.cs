namespace Orleans.Configuration;

/// <summary>The silo itself.</summary>
public class SiloOptions
{
    /// <summary>The silo's name. Default: one made of the machine's name and the process id.</summary>
    public string? SiloName { get; set; }
}
