using System.Text;
using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Records;

namespace Motia.Silo.Logs;

/// <summary>Consecutive lines that are stored as one record.</summary>
/// <param name="number">Its place among the segments, from 0.</param>
/// <param name="first">The number of its first line.</param>
internal sealed class LogGrainSegment(long number, long first)
{
    private const byte Format = 1;
    private const int LongestText = 8 * 1024;

    private readonly List<LogLine> _lines = [];

    public long Number { get; } = number;

    public long First { get; } = first;

    public IReadOnlyList<LogLine> Lines => _lines;

    /// <summary>The bytes that the lines take in the record.</summary>
    public int Size { get; private set; }

    public static int SizeOf(LogLine line) =>
        sizeof(long) + RecordWriter.SizeOfText(line.Level) + RecordWriter.SizeOfText(line.TraceId) + RecordWriter.SizeOfText(line.Step)
        + RecordWriter.SizeOfText(line.Message) + RecordWriter.SizeOfText(line.Arguments);

    /// <summary>The line, with what would not fit a segment cut short: text and arguments over 8 KB each.</summary>
    public static LogLine Shorten(LogLine line)
    {
        var message = Encoding.UTF8.GetByteCount(line.Message);
        var arguments = Encoding.UTF8.GetByteCount(line.Arguments);
        return message <= LongestText && arguments <= LongestText ? line : line with
        {
            Message = message <= LongestText ? line.Message : $"{Start(line.Message)}… ({message} bytes)",
            Arguments = arguments <= LongestText ? line.Arguments : JsonSerializer.Serialize(new { truncated = Start(line.Arguments), bytes = arguments }),
        };
    }

    public void Add(LogLine line)
    {
        _lines.Add(line);
        Size += SizeOf(line);
    }

    public byte[] Encode()
    {
        var payload = new byte[1 + RecordWriter.SizeOfNumber(Number) + RecordWriter.SizeOfNumber(First) + Size];
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        writer.WriteNumber(Number);
        writer.WriteNumber(First);
        foreach (var line in _lines)
        {
            writer.Write(BitConverter.GetBytes(line.Time.Ticks));
            writer.WriteText(line.Level);
            writer.WriteText(line.TraceId);
            writer.WriteText(line.Step);
            writer.WriteText(line.Message);
            writer.WriteText(line.Arguments);
        }

        return payload;
    }

    public static LogGrainSegment Decode(string record, byte[] payload)
    {
        var reader = new RecordReader(record, payload, Format);
        var segment = new LogGrainSegment(reader.ReadNumber(), reader.ReadNumber());
        while (!reader.AtEnd)
        {
            var time = new DateTime(BitConverter.ToInt64(reader.Read(sizeof(long))), DateTimeKind.Utc);
            segment.Add(new(time, reader.ReadText(), reader.ReadText(), reader.ReadText(), reader.ReadText(), reader.ReadText()));
        }

        return segment;
    }

    // A surrogate pair is not cut in two.
    private static string Start(string text)
    {
        var length = Math.Min(text.Length, LongestText / 8);
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
