using Motia.Silo.Records;

namespace Motia.Silo.Queues;

/// <summary>What a lane's root record says.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="IsFifo">Whether the queue kept the order within message groups when its step was last loaded.</param>
/// <param name="Ranges">Where its segments may be; see <see cref="LiveRanges"/>.</param>
/// <param name="Starts">When the lane last came up with work in its inbox, UTC.</param>
/// <param name="Done">How many deliveries of each topic succeeded.</param>
/// <param name="Dead">How many dead letters each topic has. A crash may have left it wrong; the dead letters' own count tells.</param>
internal sealed record InboxRoot(
    string Step,
    bool IsFifo,
    IReadOnlyList<(long First, long End)> Ranges,
    IReadOnlyList<DateTime> Starts,
    IReadOnlyDictionary<string, long> Done,
    IReadOnlyDictionary<string, long> Dead)
{
    private const byte Format = 1;

    /// <summary>No segment has this number or a greater one.</summary>
    public long Bound => Ranges[^1].End;

    public byte[] Encode()
    {
        var payload = new byte[2 + RecordWriter.SizeOfText(Step) + SizeOfRanges()
            + RecordWriter.SizeOfNumber(Starts.Count) + Starts.Sum(start => RecordWriter.SizeOfNumber(start.Ticks)) + SizeOf(Done) + SizeOf(Dead)];
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        writer.WriteText(Step);
        writer.Write((byte)(IsFifo ? 1 : 0));
        writer.WriteNumber(Ranges.Count);
        foreach (var (gap, length) in Steps())
        {
            writer.WriteNumber(gap);
            writer.WriteNumber(length);
        }

        writer.WriteNumber(Starts.Count);
        foreach (var start in Starts)
        {
            writer.WriteNumber(start.Ticks);
        }

        Write(ref writer, Done);
        Write(ref writer, Dead);
        return payload;
    }

    public static InboxRoot Decode(string record, byte[] payload)
    {
        var reader = new RecordReader(record, payload, Format);
        var (step, isFifo) = (reader.ReadText(), reader.ReadByte() != 0);
        var ranges = new List<(long First, long End)>();
        long end = 0;
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            var first = end + reader.ReadNumber();
            end = first + reader.ReadNumber();
            ranges.Add((first, end));
        }

        var starts = new List<DateTime>();
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            starts.Add(new(reader.ReadNumber(), DateTimeKind.Utc));
        }

        var (done, dead) = (ReadCounts(ref reader), ReadCounts(ref reader));
        return !reader.AtEnd ? throw reader.Damaged($"it goes on after {reader.Position}")
            : ranges.Count == 0 ? throw reader.Damaged("it has no range of segments")
            : new(step, isFifo, ranges, starts, done, dead);
    }

    // Each range as its distance from the one before and its length: small numbers, so that many ranges take few bytes.
    private IEnumerable<(long Gap, long Length)> Steps()
    {
        long end = 0;
        foreach (var range in Ranges)
        {
            yield return (range.First - end, range.End - range.First);
            end = range.End;
        }
    }

    private int SizeOfRanges() =>
        RecordWriter.SizeOfNumber(Ranges.Count) + Steps().Sum(step => RecordWriter.SizeOfNumber(step.Gap) + RecordWriter.SizeOfNumber(step.Length));

    private static int SizeOf(IReadOnlyDictionary<string, long> counts) =>
        RecordWriter.SizeOfNumber(counts.Count) + counts.Sum(topic => RecordWriter.SizeOfText(topic.Key) + RecordWriter.SizeOfNumber(topic.Value));

    private static void Write(ref RecordWriter writer, IReadOnlyDictionary<string, long> counts)
    {
        writer.WriteNumber(counts.Count);
        foreach (var (topic, count) in counts)
        {
            writer.WriteText(topic);
            writer.WriteNumber(count);
        }
    }

    private static Dictionary<string, long> ReadCounts(ref RecordReader reader)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            counts.Add(reader.ReadText(), reader.ReadNumber());
        }

        return counts;
    }
}
