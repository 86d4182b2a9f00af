namespace Motia.Embedded.Storage;

/// <summary>Durable records: (name, key) to bytes, each with an etag.</summary>
public interface IRecordStore
{
    /// <summary>Reads a record, or null when there is none.</summary>
    ValueTask<StoredRecord?> ReadAsync(string name, string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a record and returns its new etag once the write is durable. An <paramref name="etag"/> of null means that the record must not exist.
    /// </summary>
    /// <exception cref="RecordConflictException">The record's etag is not the one given.</exception>
    ValueTask<string> WriteAsync(string name, string key, ReadOnlyMemory<byte> data, string? etag, CancellationToken cancellationToken = default);

    /// <summary>Deletes a record. An <paramref name="etag"/> of null means that the record must not exist.</summary>
    /// <exception cref="RecordConflictException">The record's etag is not the one given.</exception>
    ValueTask DeleteAsync(string name, string key, string? etag, CancellationToken cancellationToken = default);
}
