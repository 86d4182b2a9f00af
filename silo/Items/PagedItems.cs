using Motia.Silo.Records;

namespace Motia.Silo.Items;

/// <summary>
/// The items of one group: values by key, in the order in which the keys were first written. Everything runs inside the owning grain's turns; calls may interleave.
/// Nothing is answered that is not durable. Few items live in the root record; more live in pages, so that a write costs one page whatever the group's size.
/// </summary>
/// <remarks>
/// There are no transactions over records, so a change of the tree writes new pages under new numbers, then the root, then deletes old pages; the root names every
/// number that may have been used in between (its strays). A crash leaves the old tree or the new one, and strays that the next activation deletes. While
/// such a change is under way its pages are locked. When a save fails, memory may be ahead of the store: the object refuses everything from then on, and the owner
/// starts anew.
/// </remarks>
internal sealed partial class PagedItems
{
    private readonly GrainRecords _records;
    private readonly ItemStateNames _names;
    private readonly IItemsOwner _owner;
    private readonly Record _root;
    private readonly SaveLoop _rootSaves;
    private readonly PageCache _cache;
    private readonly NumberReserve _sequences = new(ItemLimits.SequenceBlock);
    private readonly NumberReserve _pages = new(ItemLimits.PageBlock);
    private readonly Dictionary<int, Record> _strays = [];
    private ItemNode _tree = null!;
    private Task? _loading;
    private bool _loaded;
    private TaskCompletionSource? _closed;
    private ItemsUnavailableException? _fault;

    public PagedItems(GrainRecords records, ItemStateNames names, IItemsOwner owner, int cachedBytes = ItemLimits.CachedBytes)
    {
        (_records, _names, _owner) = (records, names, owner);
        _root = records.Own(names.Root);
        _rootSaves = new(SaveRootAsync, failure => Fail(_root, failure));
        _cache = new(cachedBytes);
    }

    /// <summary>The owner's name for the group, kept in its root; empty until it is set or read.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether there is no item, and the store knows; false before a call has read the root.</summary>
    public bool IsGone => _loaded && IsEmpty && !_root.Exists && _rootSaves.Pending is null;

    private bool IsEmpty => _tree.Page is { IsRoot: true, Items.Count: 0 };

    /// <summary>The value of a key; null if there is none.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key)
    {
        ulong? hash = null;
        ItemNode leaf;
        while (Reach(key, ref hash, out leaf) is { } wait)
        {
            await wait;
        }

        var value = ValueAt(leaf, Find(leaf, key));
        await Saved(leaf);
        return value;
    }

    /// <summary>Writes the value of a key; done when it is durable.</summary>
    public async ValueTask SetAsync(string key, ReadOnlyMemory<byte> value) => await ChangeAsync(key, value, static (value, _) => ItemChange.Put(value));

    /// <summary>Removes a key; answers the value that it had, null if none, when that is durable.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> RemoveAsync(string key) => ChangeAsync(key, 0, static (_, before) => before is null ? ItemChange.Keep : ItemChange.Remove);

    /// <summary>Decides on the value of a key and changes it, as one; done when what it decided on and what it changed are durable.</summary>
    /// <param name="key">The key.</param>
    /// <param name="argument">What <paramref name="decide"/> gets.</param>
    /// <param name="decide">Gets the value, null if there is none. May be called more than once; what it throws changes nothing.</param>
    /// <returns>The value before.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ChangeAsync<T>(string key, T argument, Func<T, ReadOnlyMemory<byte>?, ItemChange> decide)
    {
        ulong? hash = null;
        while (true)
        {
            if (Reach(key, ref hash, out var leaf) is { } wait)
            {
                await wait;
                continue;
            }

            var place = Find(leaf, key);
            var before = ValueAt(leaf, place);
            var change = decide(argument, before);
            if (change.Kind == ItemChangeKind.Put && place is null && !HasNumbersFor(leaf))
            {
                await _rootSaves.RequestAsync();
                continue;
            }

            await Apply(leaf, key, place, change);
            return before;
        }
    }

    /// <summary>Touches the store no more, and is done when the operations that run have ended. What is under way is crash-safe.</summary>
    public Task CloseAsync()
    {
        _fault ??= new("The group is being unloaded; repeat the call.", null);
        return _records.CloseAsync();
    }

    private static ItemPlace? Find(ItemNode leaf, string key) => leaf.Page?.Items!.Find(key);

    private static ReadOnlyMemory<byte>? ValueAt(ItemNode leaf, ItemPlace? place) => place is { } found ? leaf.Page!.Items!.ValueAt(found) : default(ReadOnlyMemory<byte>?);

    private Task Apply(ItemNode leaf, string key, ItemPlace? place, ItemChange change)
    {
        switch (change.Kind)
        {
            case ItemChangeKind.Put when place is { } known:
                leaf.Page!.Items!.Replace(known, change.Value.Span);
                break;
            case ItemChangeKind.Put:
                (leaf.Page ?? AddPage(leaf)).Items!.Add(key, TakeSequence(), change.Value.Span);
                break;
            case ItemChangeKind.Remove:
                leaf.Page!.Items!.Remove(place!.Value);
                break;
            default:
                return Saved(leaf);
        }

        return leaf.Page!.Saves.RequestAsync();
    }

    // What was read from a leaf may be answered after this. A leaf without a page is known from the root.
    private Task Saved(ItemNode leaf) => (leaf.Page?.Saves ?? _rootSaves).Pending ?? Task.CompletedTask;

    private Task? Reach(string key, ref ulong? hash, out ItemNode leaf)
    {
        var wait = Enter();
        leaf = wait is not null ? null! : _tree.IsLeaf ? _tree : _tree.Find(hash ??= KeyHash.Of(key));
        return wait ?? Reach(leaf);
    }

    // Null when the group's tree may be used in this turn; else what to wait for before trying again.
    private Task? Enter()
    {
        ThrowIfFaulted();
        return _loaded ? _closed?.Task : _loading ?? ReadRootAsync();
    }

    private void ThrowIfFaulted()
    {
        if (_fault is not null)
        {
            throw new ItemsUnavailableException(_fault.Message, _fault);
        }
    }

    // Null when the leaf's items may be used in this turn; else what to wait for before trying again.
    private Task? Reach(ItemNode leaf)
    {
        if (leaf.Page is not { } page)
        {
            return null;
        }

        if (page.Locked is { } locked)
        {
            return locked;
        }

        if (page.Items is null)
        {
            return page.Loading ?? ReadAsync(page);
        }

        if (!page.IsRoot)
        {
            _cache.Touch(page);
        }

        return null;
    }
}
