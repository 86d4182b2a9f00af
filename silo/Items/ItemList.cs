using Motia.Silo.Records;

namespace Motia.Silo.Items;

/// <summary>The items of one page, in the group's order.</summary>
internal sealed class ItemList
{
    private readonly List<Item> _items;

    public ItemList() => _items = [];

    public ItemList(List<Item> items)
    {
        _items = items;
        foreach (var item in items)
        {
            Size += item.Size;
        }
    }

    public int Count => _items.Count;

    /// <summary>The bytes that the items take in a record.</summary>
    public int Size { get; private set; }

    public List<Item>.Enumerator GetEnumerator() => _items.GetEnumerator();

    public Item? Find(string key) => IndexOf(key) is >= 0 and var index ? _items[index] : null;

    /// <summary>Writes a value. A new key takes the place that <paramref name="sequence"/> gives it, after all others; a known one keeps its own.</summary>
    public void Put(string key, long sequence, ReadOnlySpan<byte> value)
    {
        if (IndexOf(key) is >= 0 and var index)
        {
            Size -= _items[index].Size;
            _items[index] = Item.Create(_items[index].Key, _items[index].Sequence, value);
            Size += _items[index].Size;
        }
        else
        {
            _items.Add(Item.Create(key, sequence, value));
            Size += _items[^1].Size;
        }
    }

    public void Remove(string key)
    {
        var index = IndexOf(key);
        Size -= _items[index].Size;
        _items.RemoveAt(index);
    }

    public void WriteTo(ref RecordWriter writer)
    {
        foreach (var item in _items)
        {
            writer.Write(item.Stored);
        }
    }

    public static ItemList Read(ref RecordReader reader, byte[] record)
    {
        var items = new List<Item>();
        while (!reader.AtEnd)
        {
            items.Add(Item.Read(ref reader, record));
        }

        return new(items);
    }

    private int IndexOf(string key)
    {
        for (var index = 0; index < _items.Count; index++)
        {
            if (string.Equals(_items[index].Key, key))
            {
                return index;
            }
        }

        return -1;
    }
}
