using System.Text;
using Motia.Silo.Records;

namespace Motia.Silo.Items;

/// <summary>
/// The items of one page, in the group's order, as the bytes of the page's record. A change makes new bytes, so that those in use elsewhere stay as they are:
/// the store writes them without a copy, and values are answered as parts of them.
/// </summary>
internal sealed class ItemList
{
    private const byte Format = 1;
    private const int HeaderBytes = 1;
    private const int LongestKeyOnStack = 1536;

    /// <summary>A list without items.</summary>
    public ItemList() => Record = [Format];

    private ItemList(byte[] record, int count) => (Record, Count) = (record, count);

    /// <summary>The bytes of the page's record.</summary>
    public byte[] Record { get; private set; }

    public int Count { get; private set; }

    /// <summary>The items' bytes, without what goes before them.</summary>
    public ReadOnlySpan<byte> Stored => Record.AsSpan(HeaderBytes);

    /// <summary>The bytes that the items take in a record.</summary>
    public int Size => Record.Length - HeaderBytes;

    /// <summary>Checks and takes over the bytes of a record.</summary>
    /// <param name="name">The record, as errors name it.</param>
    /// <param name="record">Its bytes; nobody may change them afterwards.</param>
    public static ItemList Read(string name, byte[] record)
    {
        var reader = new RecordReader(name, record, Format);
        var count = 0;
        for (; !reader.AtEnd; count++)
        {
            reader.ReadNumber();
            reader.Read(reader.ReadCount());
            reader.Read(reader.ReadCount());
        }

        return new(record, count);
    }

    /// <summary>A list of items, in order, taken from other records.</summary>
    public static ItemList Of(IReadOnlyCollection<Item> items)
    {
        var record = New(items.Sum(item => item.Size));
        var position = HeaderBytes;
        foreach (var item in items)
        {
            item.Stored.CopyTo(record.AsSpan(position));
            position += item.Size;
        }

        return new(record, items.Count);
    }

    public List<Item> ToList()
    {
        var items = new List<Item>(Count);
        Visit(items, static (items, item) => items.Add(item));
        return items;
    }

    public void Visit<T>(T argument, Action<T, Item> visit)
    {
        for (var position = HeaderBytes; position < Record.Length;)
        {
            var place = ItemPlace.At(Record, position);
            visit(argument, new(Record, place));
            position = place.End;
        }
    }

    /// <summary>Where the item of a key is; null if there is none.</summary>
    public ItemPlace? Find(string key)
    {
        var largest = Encoding.UTF8.GetMaxByteCount(key.Length);
        var buffer = largest <= LongestKeyOnStack ? stackalloc byte[LongestKeyOnStack] : new byte[largest];
        ReadOnlySpan<byte> sought = buffer[..Encoding.UTF8.GetBytes(key, buffer)];
        ReadOnlySpan<byte> record = Record;
        for (var position = HeaderBytes; position < record.Length;)
        {
            var place = ItemPlace.At(record, position);
            if (record[place.Key..place.KeyEnd].SequenceEqual(sought))
            {
                return place;
            }

            position = place.End;
        }

        return null;
    }

    public ReadOnlyMemory<byte> ValueAt(ItemPlace place) => new Item(Record, place).Value;

    /// <summary>Adds an item after all others.</summary>
    public void Add(string key, long sequence, ReadOnlySpan<byte> value)
    {
        var keySize = Encoding.UTF8.GetByteCount(key);
        var record = New(Size + RecordWriter.SizeOfNumber(sequence) + RecordWriter.SizeOfNumber(keySize) + keySize + RecordWriter.SizeOfNumber(value.Length) + value.Length);
        Record.CopyTo(record, 0);
        var writer = new RecordWriter(record.AsSpan(Record.Length));
        writer.WriteNumber(sequence);
        writer.WriteText(key);
        writer.WriteNumber(value.Length);
        writer.Write(value);
        (Record, Count) = (record, Count + 1);
    }

    /// <summary>Replaces the value of an item, which keeps its place.</summary>
    public void Replace(ItemPlace place, ReadOnlySpan<byte> value)
    {
        var sizeOfSize = RecordWriter.SizeOfNumber(value.Length);
        var record = New(Size - (place.End - place.KeyEnd) + sizeOfSize + value.Length);
        var writer = new RecordWriter(record);
        writer.Write(Record.AsSpan(0, place.KeyEnd));
        writer.WriteNumber(value.Length);
        writer.Write(value);
        writer.Write(Record.AsSpan(place.End));
        Record = record;
    }

    public void Remove(ItemPlace place)
    {
        var record = New(Size - (place.End - place.Start));
        var writer = new RecordWriter(record);
        writer.Write(Record.AsSpan(0, place.Start));
        writer.Write(Record.AsSpan(place.End));
        (Record, Count) = (record, Count - 1);
    }

    private static byte[] New(int size)
    {
        var record = GC.AllocateUninitializedArray<byte>(HeaderBytes + size);
        record[0] = Format;
        return record;
    }
}
