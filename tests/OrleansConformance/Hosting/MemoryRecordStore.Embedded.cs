using System.Globalization;
using Motia.Embedded.Storage;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>Records in memory, with the etags that a durable store would have.</summary>
public sealed class MemoryRecordStore : IRecordStore
{
    private readonly Dictionary<(string Name, string Key), StoredRecord> _records = [];
    private readonly Lock _gate = new();
    private long _writes;

    public ValueTask<StoredRecord?> ReadAsync(string name, string key, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return new(_records.TryGetValue((name, key), out var record) ? record : null);
        }
    }

    public ValueTask<string> WriteAsync(string name, string key, ReadOnlyMemory<byte> data, string? etag, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Check(name, key, etag);
            var next = (++_writes).ToString(CultureInfo.InvariantCulture);
            _records[(name, key)] = new(data.ToArray(), next);
            return new(next);
        }
    }

    public ValueTask DeleteAsync(string name, string key, string? etag, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Check(name, key, etag);
            _records.Remove((name, key));
            return ValueTask.CompletedTask;
        }
    }

    private void Check(string name, string key, string? etag)
    {
        var found = _records.TryGetValue((name, key), out var record) ? record.Etag : null;
        if (found != etag)
        {
            throw new RecordConflictException(name, key, etag, found);
        }
    }
}
