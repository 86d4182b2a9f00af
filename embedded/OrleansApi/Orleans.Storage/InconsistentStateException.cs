using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// The stored record is not the one that the grain last read or wrote. A grain that lets it escape from a request is deactivated, so that the next call
/// reads the record anew.
/// </summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>A conflict without words.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>A conflict in words.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>A conflict in words, and what led to it.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A conflict between two etags.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>A conflict between two etags, and what led to it.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The etag in the store.</summary>
    public string? StoredEtag { get; }

    /// <summary>The etag that the grain has.</summary>
    public string? CurrentEtag { get; }

    // A conflict deactivates the grain that met it, not those that it travels through.
    internal bool IsSourceActivation { get; set; } = true;
}
