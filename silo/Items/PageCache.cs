namespace Motia.Silo.Items;

/// <summary>Keeps the pages that were used last in memory, up to a bound; pages with unsaved changes stay beyond it.</summary>
internal sealed class PageCache(int bound)
{
    private readonly LinkedList<ItemPage> _pages = new();
    private long _bytes;

    /// <summary>Notes that a page is used and may have changed its size since the last time.</summary>
    public void Touch(ItemPage page)
    {
        if (page.Cached is null)
        {
            page.Cached = _pages.AddFirst(page);
        }
        else if (_pages.First != page.Cached)
        {
            _pages.Remove(page.Cached);
            _pages.AddFirst(page.Cached);
        }

        var footprint = page.Footprint;
        _bytes += footprint - page.CachedBytes;
        page.CachedBytes = footprint;
        if (_bytes > bound)
        {
            Shrink();
        }
    }

    public void Remove(ItemPage page)
    {
        if (page.Cached is not null)
        {
            _pages.Remove(page.Cached);
            _bytes -= page.CachedBytes;
            (page.Cached, page.CachedBytes) = (null, 0);
        }
    }

    private void Shrink()
    {
        for (var node = _pages.Last; node is not null && node != _pages.First && _bytes > bound;)
        {
            var page = node.Value;
            node = node.Previous;
            if (page.CanUnload)
            {
                Remove(page);
                page.Unload();
            }
        }
    }
}
