namespace Orleans.Core;

/// <summary>A stored record of a grain, whatever its type.</summary>
public interface IStorage
{
    /// <summary>The etag of the record as last read or written.</summary>
    string? Etag { get; }

    /// <summary>Whether the store held a record when last read or written.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the record.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the record.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">Someone else wrote it since it was last read or written.</exception>
    Task WriteStateAsync();

    /// <summary>Reads the record again.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()" />
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()" />
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()" />
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
