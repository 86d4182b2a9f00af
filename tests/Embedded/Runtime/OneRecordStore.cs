using System.Globalization;
using Motia.Embedded.Storage;

namespace Motia.Embedded.Tests.Runtime;

/// <summary>A store with room for one record.</summary>
internal sealed class OneRecordStore : IRecordStore
{
    private StoredRecord? _record;
    private int _writes;

    internal (string Name, string Key) Address { get; private set; }

    public ValueTask<StoredRecord?> ReadAsync(string name, string key, CancellationToken cancellationToken = default) => new(_record);

    public ValueTask<string> WriteAsync(string name, string key, ReadOnlyMemory<byte> data, string? etag, CancellationToken cancellationToken = default)
    {
        Check(name, key, etag);
        Address = (name, key);
        var next = (++_writes).ToString(CultureInfo.InvariantCulture);
        _record = new(data, next);
        return new(next);
    }

    public ValueTask DeleteAsync(string name, string key, string? etag, CancellationToken cancellationToken = default)
    {
        Check(name, key, etag);
        _record = null;
        return ValueTask.CompletedTask;
    }

    private void Check(string name, string key, string? etag)
    {
        if (_record?.Etag != etag)
        {
            throw new RecordConflictException(name, key, etag, _record?.Etag);
        }
    }
}
