namespace Motia.Silo.Items;

internal sealed partial class PagedItems
{
    /// <summary>Removes all items in one step; done when that is durable. The pages are deleted afterwards.</summary>
    /// <returns>Whether there was an item.</returns>
    public async Task<bool> ClearAsync()
    {
        while (Enter() is { } wait)
        {
            await wait;
        }

        _closed = new();
        try
        {
            while (FindWork() is { } work)
            {
                await Task.WhenAny(work);
                ThrowIfFaulted();
            }

            return !IsEmpty && await EmptyAsync();
        }
        finally
        {
            var closed = _closed;
            _closed = null;
            closed.SetResult();
        }
    }

    private async Task<bool> EmptyAsync()
    {
        var pages = PagesInTree().Where(page => !page.IsRoot).ToList();
        pages.ForEach(Retire);
        _tree = NewInlineTree();
        await _rootSaves.RequestAsync();
        DeleteStrays(pages.Select(page => page.Number));
        return true;
    }

    // Calls that came before are still being saved or read.
    private Task? FindWork() =>
        _rootSaves.Pending ?? PagesInTree().Select(page => page.Saves.Pending ?? page.Loading).FirstOrDefault(work => work is not null);

    private IEnumerable<ItemPage> PagesInTree() => _tree.Leaves().Select(leaf => leaf.Page).OfType<ItemPage>();
}
