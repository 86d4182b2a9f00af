using Motia.Silo.Records;

namespace Motia.Silo.Queues;

/// <summary>What a lane's root record says.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="IsFifo">Whether the queue kept the order within message groups when its step was last loaded.</param>
/// <param name="First">No segment has a number below this one.</param>
/// <param name="Bound">No segment has this number or a greater one.</param>
/// <param name="Starts">When the lane last came up with work in its inbox, UTC.</param>
/// <param name="Done">How many deliveries of each topic succeeded.</param>
internal sealed record InboxRoot(string Step, bool IsFifo, long First, long Bound, IReadOnlyList<DateTime> Starts, IReadOnlyDictionary<string, long> Done)
{
    private const byte Format = 1;

    public byte[] Encode()
    {
        var payload = new byte[2 + RecordWriter.SizeOfText(Step) + RecordWriter.SizeOfNumber(First) + RecordWriter.SizeOfNumber(Bound)
            + RecordWriter.SizeOfNumber(Starts.Count) + Starts.Sum(start => RecordWriter.SizeOfNumber(start.Ticks))
            + RecordWriter.SizeOfNumber(Done.Count) + Done.Sum(topic => RecordWriter.SizeOfText(topic.Key) + RecordWriter.SizeOfNumber(topic.Value))];
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        writer.WriteText(Step);
        writer.Write((byte)(IsFifo ? 1 : 0));
        writer.WriteNumber(First);
        writer.WriteNumber(Bound);
        writer.WriteNumber(Starts.Count);
        foreach (var start in Starts)
        {
            writer.WriteNumber(start.Ticks);
        }

        writer.WriteNumber(Done.Count);
        foreach (var (topic, count) in Done)
        {
            writer.WriteText(topic);
            writer.WriteNumber(count);
        }

        return payload;
    }

    public static InboxRoot Decode(string record, byte[] payload)
    {
        var reader = new RecordReader(record, payload, Format);
        var (step, isFifo, first, bound) = (reader.ReadText(), reader.ReadByte() != 0, reader.ReadNumber(), reader.ReadNumber());
        var starts = new List<DateTime>();
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            starts.Add(new(reader.ReadNumber(), DateTimeKind.Utc));
        }

        var done = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            done.Add(reader.ReadText(), reader.ReadNumber());
        }

        return reader.AtEnd ? new(step, isFifo, first, bound, starts, done) : throw reader.Damaged($"it goes on after {reader.Position}");
    }
}
