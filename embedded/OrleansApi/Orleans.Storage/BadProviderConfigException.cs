using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A grain names a storage provider that is not registered.</summary>
public sealed class BadProviderConfigException : OrleansException
{
    /// <summary>An error without words.</summary>
    public BadProviderConfigException()
    {
    }

    /// <summary>An error in words.</summary>
    public BadProviderConfigException(string message)
        : base(message)
    {
    }

    /// <summary>An error in words, and what led to it.</summary>
    public BadProviderConfigException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
