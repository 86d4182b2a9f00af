using System.Collections.Immutable;

namespace Motia.Silo.Items;

internal sealed partial class PagedItems
{
    /// <summary>Reads items in order, as many as the bounds allow, at least one if there is one. Changes that come in meanwhile may or may not be seen.</summary>
    /// <param name="after">Only items with a greater sequence.</param>
    /// <param name="limit">The most items.</param>
    /// <param name="bytes">The most bytes of stored items.</param>
    /// <returns>The items, and whether there are more.</returns>
    public async Task<(Item[] Items, bool More)> ListAsync(long after, int limit, int bytes)
    {
        var first = new FirstItems(after, limit, bytes);
        await VisitAsync(first, static (first, item) => first.Offer(item));
        return first.Take();
    }

    /// <summary>Reads keys in ordinal order.</summary>
    /// <param name="after">Only keys after this one.</param>
    /// <param name="limit">The most keys.</param>
    public async Task<ImmutableArray<string>> KeysAsync(string after, int limit)
    {
        var first = new SortedSet<string>(StringComparer.Ordinal);
        await VisitAsync((first, after, limit), static (found, item) =>
        {
            var key = item.Key;
            if (string.CompareOrdinal(key, found.after) > 0 && found.first.Add(key) && found.first.Count > found.limit)
            {
                found.first.Remove(found.first.Max!);
            }
        });
        return [.. first];
    }

    /// <summary>How many items there are.</summary>
    public async Task<int> CountAsync()
    {
        ulong hash = 0;
        do
        {
            ItemNode leaf;
            while (ReachCount(hash, out leaf) is { } wait)
            {
                await wait;
            }

            hash = leaf.End(hash);
        }
        while (hash != 0);

        // Every page's count is known now, and stays so through splits: those are added up in one turn.
        var (count, unsaved) = (0, new HashSet<Task>());
        foreach (var leaf in _tree.Leaves())
        {
            count += leaf.Page is { } page ? page.Items?.Count ?? page.KnownCount : 0;
            unsaved.Add(Saved(leaf));
        }

        await Task.WhenAll(unsaved);
        return count;
    }

    private Task? ReachCount(ulong hash, out ItemNode leaf)
    {
        var wait = Enter();
        leaf = wait is null ? _tree.Find(hash) : null!;
        return wait ?? (leaf.Page is { KnownCount: >= 0, Locked: null } ? null : Reach(leaf));
    }

    private Task? Reach(ulong hash, out ItemNode leaf)
    {
        var wait = Enter();
        leaf = wait is null ? _tree.Find(hash) : null!;
        return wait ?? Reach(leaf);
    }

    // By hash and not by page, so that a split in the middle hides no item and shows none twice.
    private async Task VisitAsync<T>(T argument, Action<T, Item> visit)
    {
        var unsaved = new HashSet<Task>();
        ulong hash = 0;
        do
        {
            ItemNode leaf;
            while (Reach(hash, out leaf) is { } wait)
            {
                await wait;
            }

            leaf.Page?.Items!.Visit(argument, visit);
            unsaved.Add(Saved(leaf));
            hash = leaf.End(hash);
        }
        while (hash != 0);

        await Task.WhenAll(unsaved);
    }
}
