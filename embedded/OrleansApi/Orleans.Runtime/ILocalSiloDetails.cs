namespace Orleans.Runtime;

/// <summary>The silo that this code runs in.</summary>
public interface ILocalSiloDetails
{
    /// <summary>The silo's name.</summary>
    string Name { get; }

    /// <summary>The cluster's name.</summary>
    string ClusterId { get; }

    /// <summary>The machine's name.</summary>
    string DnsHostName { get; }

    /// <summary>The silo's address; Embedded listens nowhere, and its generation tells one start from another.</summary>
    SiloAddress SiloAddress { get; }
}
