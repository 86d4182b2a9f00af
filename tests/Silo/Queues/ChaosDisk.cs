using System.Globalization;
using Orleans.Storage;

namespace Motia.Silo.Tests.Queues;

/// <summary>Records that outlive the processes of a scenario.</summary>
internal sealed class ChaosDisk
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (byte[] Payload, string Etag)> _records = new(StringComparer.Ordinal);
    private long _writes;

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    public (byte[] Payload, string Etag)? Read(string name)
    {
        lock (_gate)
        {
            return _records.TryGetValue(name, out var record) ? record : null;
        }
    }

    public string Write(string name, byte[] payload, string? etag)
    {
        lock (_gate)
        {
            Check(name, etag);
            var written = (++_writes).ToString(CultureInfo.InvariantCulture);
            _records[name] = (payload, written);
            return written;
        }
    }

    public void Delete(string name, string? etag)
    {
        lock (_gate)
        {
            Check(name, etag);
            _records.Remove(name);
        }
    }

    private void Check(string name, string? etag)
    {
        var found = _records.TryGetValue(name, out var record) ? record.Etag : null;
        if (found != etag)
        {
            throw new InconsistentStateException($"{name} has etag {found} and not {etag}.");
        }
    }
}
