namespace Orleans.Runtime;

/// <summary>The silo that the call needs is not running.</summary>
public class SiloUnavailableException : OrleansException
{
    /// <summary>An error without words.</summary>
    public SiloUnavailableException()
        : base("The silo is not running.")
    {
    }

    /// <summary>An error in words.</summary>
    public SiloUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An error in words, and what led to it.</summary>
    public SiloUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
