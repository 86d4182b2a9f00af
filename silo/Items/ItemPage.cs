using Motia.Silo.Records;

namespace Motia.Silo.Items;

/// <summary>A record of items: a page, or (number 0) the root while it holds the items itself.</summary>
internal sealed class ItemPage(int number, Record record)
{
    private const int Overhead = 512;

    private TaskCompletionSource? _lock;

    public int Number { get; } = number;

    public Record Record { get; } = record;

    public required SaveLoop Saves { get; init; }

    public ItemNode Node { get; set; } = null!;

    /// <summary>The items; null while they are not in memory.</summary>
    public ItemList? Items { get; set; }

    /// <summary>How many items it has, kept while they are not in memory; −1 if they never were.</summary>
    public int KnownCount { get; set; } = -1;

    /// <summary>Done when the items are in memory; null if nobody is reading them.</summary>
    public Task? Loading { get; set; }

    /// <summary>Whether the page's record is in the store and the root may name it.</summary>
    public bool IsPlaced { get; set; }

    /// <summary>Where the page is in the cache; null if it is not.</summary>
    public LinkedListNode<ItemPage>? Cached { get; set; }

    /// <summary>What the cache counts for it.</summary>
    public int CachedBytes { get; set; }

    public bool IsRoot => Number == 0;

    /// <summary>What it takes in memory, roughly.</summary>
    public int Footprint => Items is null ? 0 : Items.Size + Overhead;

    /// <summary>Done when the change of the tree around this page is durable; null if there is none. Nothing in the page is read or written before.</summary>
    public Task? Locked => _lock?.Task;

    /// <summary>Whether its items should be spread over more pages.</summary>
    public bool IsOversized => Items is { Count: > 1 } items && items.Size > ItemLimits.PageBytes && Node.Depth < ItemLimits.Depth;

    /// <summary>Whether its memory can be given up: it can be read again.</summary>
    public bool CanUnload => IsPlaced && Items is not null && Saves.Pending is null && _lock is null;

    public void Lock() => _lock = new();

    public void Unlock()
    {
        var waiting = _lock;
        _lock = null;
        waiting?.SetResult();
    }

    public void Unload()
    {
        KnownCount = Items!.Count;
        Items = null;
    }

    public async Task LoadAsync()
    {
        var payload = await Record.ReadAsync();
        if (!Record.Exists)
        {
            throw RecordFormatException.Damaged(Record.ToString(), "its group's root names it, but it is not there");
        }

        Items = ItemList.Read(Record.ToString(), payload);
    }
}
