using System.Text;
using Motia.Silo.Records;

namespace Motia.Silo.Items;

/// <summary>A key, its value and its place in the group's order, kept in the form in which they are stored, so that saving a page only copies bytes.</summary>
internal sealed class Item
{
    private readonly byte[] _buffer;
    private readonly int _start;
    private readonly int _value;
    private readonly int _end;

    private Item(string key, long sequence, byte[] buffer, int start, int value, int end)
    {
        (Key, Sequence) = (key, sequence);
        (_buffer, _start, _value, _end) = (buffer, start, value, end);
    }

    public string Key { get; }

    public long Sequence { get; }

    public ReadOnlyMemory<byte> Value => _buffer.AsMemory(_value, _end - _value);

    public ReadOnlySpan<byte> Stored => _buffer.AsSpan(_start, _end - _start);

    public int Size => _end - _start;

    /// <summary>An item with a copy of the value.</summary>
    public static Item Create(string key, long sequence, ReadOnlySpan<byte> value)
    {
        var keySize = Encoding.UTF8.GetByteCount(key);
        var start = RecordWriter.SizeOfNumber(sequence) + RecordWriter.SizeOfNumber(keySize) + keySize + RecordWriter.SizeOfNumber(value.Length);
        var buffer = GC.AllocateUninitializedArray<byte>(start + value.Length);
        var writer = new RecordWriter(buffer);
        writer.WriteNumber(sequence);
        writer.WriteText(key);
        writer.WriteNumber(value.Length);
        writer.Write(value);
        return new(key, sequence, buffer, 0, start, buffer.Length);
    }

    /// <summary>The next item of a record; it keeps the record's bytes.</summary>
    public static Item Read(ref RecordReader reader, byte[] record)
    {
        var start = reader.Position;
        var sequence = reader.ReadNumber();
        var key = reader.ReadText();
        var size = reader.ReadCount();
        var value = reader.Position;
        reader.Read(size);
        return new(key, sequence, record, start, value, reader.Position);
    }
}
