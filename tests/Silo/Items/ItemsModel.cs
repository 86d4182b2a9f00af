namespace Motia.Silo.Tests.Items;

/// <summary>What paged items should be: keys in the order in which they were first set.</summary>
internal sealed class ItemsModel
{
    private readonly List<KeyValuePair<string, string>> _items = [];

    public int Count => _items.Count;

    public ItemsModel Copy()
    {
        var copy = new ItemsModel();
        copy._items.AddRange(_items);
        return copy;
    }

    public string? Get(string key) => Find(key) is >= 0 and var index ? _items[index].Value : null;

    public void Set(string key, string value)
    {
        var index = Find(key);
        if (index >= 0)
        {
            _items[index] = new(key, value);
        }
        else
        {
            _items.Add(new(key, value));
        }
    }

    public void Remove(string key) => _items.RemoveAll(item => item.Key == key);

    public void Clear() => _items.Clear();

    public List<string> All() => [.. _items.Select(item => $"{item.Key}={item.Value}")];

    private int Find(string key) => _items.FindIndex(item => item.Key == key);
}
