namespace Orleans.Runtime;

/// <summary>The silo is configured in a way that cannot work, so that it does not start.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>An error in words.</summary>
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>An error in words, and what led to it.</summary>
    public OrleansConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
