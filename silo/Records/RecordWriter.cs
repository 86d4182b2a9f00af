using System.Text;

namespace Motia.Silo.Records;

/// <summary>Writes a record's bytes into an array of exactly their size: numbers as base-128, texts as a length and UTF-8.</summary>
internal ref struct RecordWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Position { get; private set; }

    public void Write(byte value) => _target[Position++] = value;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_target[Position..]);
        Position += bytes.Length;
    }

    public void WriteNumber(long number)
    {
        var rest = (ulong)number;
        for (; rest >= 0x80; rest >>= 7)
        {
            Write((byte)(rest | 0x80));
        }

        Write((byte)rest);
    }

    public void WriteText(string text)
    {
        WriteNumber(Encoding.UTF8.GetByteCount(text));
        Position += Encoding.UTF8.GetBytes(text, _target[Position..]);
    }

    public static int SizeOfNumber(long number)
    {
        var size = 1;
        for (var rest = (ulong)number; rest >= 0x80; rest >>= 7)
        {
            size++;
        }

        return size;
    }

    public static int SizeOfText(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return SizeOfNumber(bytes) + bytes;
    }
}
