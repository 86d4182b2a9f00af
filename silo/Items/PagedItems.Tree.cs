namespace Motia.Silo.Items;

internal sealed partial class PagedItems
{
    // The first page of a leaf without one. Locked until the root that names it is durable.
    private ItemPage AddPage(ItemNode leaf)
    {
        var page = NewPage(new());
        leaf.Place(page);
        return page;
    }

    private ItemPage NewPage(ItemList items)
    {
        var page = OpenPage((int)_pages.Take());
        _strays.Add(page.Number, page.Record);
        page.Items = items;
        page.IsPlaced = false;
        page.Lock();
        _cache.Touch(page);
        return page;
    }

    private async Task SplitAsync(ItemPage page)
    {
        page.Lock();
        try
        {
            var pages = await WritePartsAsync(page, _rootSaves.RequestAsync);
            Retire(page);
            await PublishAsync(pages);
            DeleteStrays([page.Number]);
        }
        catch (Exception failure)
        {
            throw Fail(page.Record, failure);
        }
        finally
        {
            page.Unlock();
        }
    }

    // Runs within the root's own save, while the root still holds the items.
    private async Task MoveOutAsync(ItemPage inline)
    {
        inline.Lock();
        ItemPage[] pages = [];
        try
        {
            pages = await WritePartsAsync(inline, WriteRootAsync);
            Place(pages);
            await WriteRootAsync();
        }
        catch (Exception failure)
        {
            throw Fail(_root, failure);
        }
        finally
        {
            inline.Unlock();
            Unlock(pages);
        }
    }

    // Writes a page's items to new pages and puts these in its place in the tree.
    private async Task<ItemPage[]> WritePartsAsync(ItemPage page, Func<Task> saveRoot)
    {
        var tree = ItemParts.Divide(page.Items!, page.Node.Depth, out var parts);
        while (!_pages.Has(parts.Count))
        {
            _pagesAsked = Math.Max(_pagesAsked, parts.Count);
            await saveRoot();
        }

        var pages = new ItemPage[parts.Count];
        for (var index = 0; index < pages.Length; index++)
        {
            pages[index] = NewPage(parts[index].Items);
            parts[index].Leaf.Place(pages[index]);
        }

        await Task.WhenAll(pages.Select(part => part.Record.WriteAsync(part.Items!.Record)));
        page.Node.Adopt(tree);
        return pages;
    }

    private async Task RemoveAsync(ItemPage page)
    {
        var leaf = page.Node;
        leaf.Place(null);
        Retire(page);
        var moved = Collapse(leaf);
        moved?.Lock();
        try
        {
            await _rootSaves.RequestAsync();
            DeleteStrays([page.Number]);
        }
        finally
        {
            moved?.Unlock();
        }
    }

    // Lets a page take over the place of an empty sibling, up the tree. Answers the page whose range grew: it may not be written before the root is.
    private ItemPage? Collapse(ItemNode leaf)
    {
        ItemPage? moved = null;
        while (leaf.Sibling is { IsLeaf: true } sibling && (leaf.Page is null || sibling.Page is null))
        {
            var page = leaf.Page ?? sibling.Page;
            if (page?.Locked is not null)
            {
                return moved;
            }

            leaf = leaf.Parent!;
            leaf.Merge(page);
            moved = page;
        }

        if (leaf is { Depth: 0, Page: null })
        {
            _tree = NewInlineTree();
        }

        return moved;
    }

    // The pages are in the store: lets the next root name them, and unlocks them when it is durable.
    private async Task PublishAsync(ItemPage[] pages)
    {
        Place(pages);
        try
        {
            await _rootSaves.RequestAsync();
        }
        finally
        {
            Unlock(pages);
        }
    }

    private void Place(ItemPage[] pages)
    {
        foreach (var page in pages)
        {
            page.IsPlaced = true;
            _strays.Remove(page.Number);
        }
    }

    private static void Unlock(ItemPage[] pages)
    {
        foreach (var page in pages)
        {
            page.Unlock();
        }
    }

    private void Retire(ItemPage page)
    {
        _cache.Remove(page);
        _strays.Add(page.Number, page.Record);
    }
}
