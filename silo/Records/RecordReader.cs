using System.Text;

namespace Motia.Silo.Records;

/// <summary>Reads a record's bytes from front to back, after checking its format version.</summary>
internal ref struct RecordReader
{
    private readonly string _record;
    private readonly ReadOnlySpan<byte> _bytes;

    public RecordReader(string record, ReadOnlySpan<byte> bytes, byte known)
    {
        _record = record;
        _bytes = bytes;
        var found = ReadByte();
        if (found == 0)
        {
            throw Damaged("its format is 0");
        }

        if (found > known)
        {
            throw RecordFormatException.Newer(record, found, known);
        }
    }

    public int Position { get; private set; }

    public readonly bool AtEnd => Position == _bytes.Length;

    public byte ReadByte() => Read(1)[0];

    public ReadOnlySpan<byte> Read(int count)
    {
        if ((uint)count > (uint)(_bytes.Length - Position))
        {
            throw Damaged($"{count} bytes are missing at {Position} of {_bytes.Length}");
        }

        var read = _bytes.Slice(Position, count);
        Position += count;
        return read;
    }

    public ReadOnlySpan<byte> ReadRest() => Read(_bytes.Length - Position);

    public long ReadNumber()
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return (long)number;
            }
        }

        throw Damaged($"the number before {Position} does not end");
    }

    public int ReadCount() => ReadNumber() is >= 0 and <= int.MaxValue and var count ? (int)count : throw Damaged($"the count before {Position} is too large");

    public string ReadText() => Encoding.UTF8.GetString(Read(ReadCount()));

    public readonly RecordFormatException Damaged(string problem) => RecordFormatException.Damaged(_record, problem);
}
