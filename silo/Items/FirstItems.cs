namespace Motia.Silo.Items;

/// <summary>Finds, among items in any order, the first ones by sequence that fit the bounds.</summary>
internal sealed class FirstItems(long after, int limit, int bytes)
{
    private readonly PriorityQueue<Item, long> _last = new(Comparer<long>.Create(static (left, right) => right.CompareTo(left)));
    private long _size;
    private long _cut = long.MaxValue;

    public void Offer(Item item)
    {
        if (item.Sequence <= after || item.Sequence >= _cut)
        {
            return;
        }

        _last.Enqueue(item, item.Sequence);
        _size += item.Size;
        while (_last.Count > limit || (_size > bytes && _last.Count > 1))
        {
            // What follows an item that did not fit is left out as well, or the answer would have a hole.
            var dropped = _last.Dequeue();
            _size -= dropped.Size;
            _cut = dropped.Sequence;
        }
    }

    public (Item[] Items, bool More) Take()
    {
        var items = new Item[_last.Count];
        for (var index = items.Length - 1; index >= 0; index--)
        {
            items[index] = _last.Dequeue();
        }

        return (items, _cut != long.MaxValue);
    }
}
