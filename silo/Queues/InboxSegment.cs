using Motia.Silo.Records;

namespace Motia.Silo.Queues;

/// <summary>Deliveries that were accepted together and are stored as one record, until the last of them has ended.</summary>
internal sealed class InboxSegment
{
    /// <summary>The most deliveries in a segment.</summary>
    public const int MostEntries = 128;

    /// <summary>The most bytes in a segment that has more than one delivery.</summary>
    public const int MostBytes = 16 * 1024;

    private const byte Format = 1;
    private readonly Record _record;
    private readonly SaveLoop _saves;

    /// <param name="number">Its number in the lane.</param>
    /// <param name="record">Its record.</param>
    /// <param name="entries">Its deliveries, in the order of acceptance.</param>
    public InboxSegment(long number, Record record, IReadOnlyCollection<InboxEntry> entries)
    {
        (Number, _record, Entries) = (number, record, [.. entries]);
        _saves = new(SaveAsync);
        foreach (var entry in entries)
        {
            entry.Segment = this;
        }
    }

    public long Number { get; }

    /// <summary>The deliveries that have not ended.</summary>
    public List<InboxEntry> Entries { get; }

    /// <summary>Reads a segment's record; null if there is none.</summary>
    public static async Task<InboxSegment?> ReadAsync(long number, Record record)
    {
        var payload = await record.ReadAsync();
        return record.Exists ? new(number, record, Decode(record, payload)) : null;
    }

    /// <summary>Done when the segment as it is now is durable, or deleted if it is empty.</summary>
    public Task SaveSoonAsync() => _saves.RequestAsync();

    /// <summary>Whether its record is deleted.</summary>
    public bool IsDeleted { get; private set; }

    private Task SaveAsync() => Entries.Count > 0 ? _record.WriteAsync(Encode()) : DeleteAsync();

    private async Task DeleteAsync()
    {
        await _record.DeleteAsync();
        IsDeleted = true;
    }

    private byte[] Encode()
    {
        var payload = GC.AllocateUninitializedArray<byte>(1 + Entries.Sum(entry => entry.Size));
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        foreach (var entry in Entries)
        {
            entry.Write(ref writer);
        }

        return payload;
    }

    private static List<InboxEntry> Decode(Record record, byte[] payload)
    {
        var reader = new RecordReader(record.ToString(), payload, Format);
        var entries = new List<InboxEntry>();
        while (!reader.AtEnd)
        {
            entries.Add(InboxEntry.Read(ref reader));
        }

        return entries;
    }
}
