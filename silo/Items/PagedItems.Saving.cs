namespace Motia.Silo.Items;

internal sealed partial class PagedItems
{
    private int _pagesAsked = 1;

    private bool IsInline => _tree.Page is { IsRoot: true };

    private bool HasNumbersFor(ItemNode leaf) => IsInline || _sequences.Has(1) && (leaf.Page is not null || _pages.Has(1));

    private long TakeSequence()
    {
        var sequence = _sequences.Take();
        if (!IsInline && _sequences.IsHalfUsed && _rootSaves.Pending is null)
        {
            _ = _rootSaves.RequestAsync();
        }

        return sequence;
    }

    private Task SavePageAsync(ItemPage page) => NeedsNewTree(page) ? ReplaceAsync(page) : WriteAsync(page);

    private async Task ReplaceAsync(ItemPage page)
    {
        // Whoever waited for the same lock may have changed the page by now.
        while (NeedsNewTree(page) && page.Locked is { } locked)
        {
            await locked;
        }

        await (!NeedsNewTree(page) ? WriteAsync(page) : page.Items!.Count == 0 ? RemoveAsync(page) : SplitAsync(page));
    }

    private static bool NeedsNewTree(ItemPage page) => page.IsPlaced && (page.Items!.Count == 0 || page.IsOversized);

    private Task WriteAsync(ItemPage page) => page.IsPlaced ? page.Record.WriteAsync(page.Items!.Record) : WriteFirstAsync(page);

    private async Task WriteFirstAsync(ItemPage page)
    {
        await page.Record.WriteAsync(page.Items!.Record);
        await PublishAsync([page]);
    }

    private Task SaveRootAsync() => _tree.Page is { IsRoot: true, IsOversized: true } inline ? MoveOutAsync(inline) : WriteRootAsync();

    private async Task WriteRootAsync()
    {
        if (IsEmpty && _strays.Count == 0)
        {
            await DeleteRootAsync();
            return;
        }

        var sequence = IsInline ? _sequences.Next : _sequences.Wanted();
        var page = IsInline && _pagesAsked == 1 ? _pages.Bound : _pages.Wanted(_pagesAsked);
        _pagesAsked = 1;
        await _root.WriteAsync(new ItemRoot(Name, sequence, page, [.. _strays.Keys, .. Reserved(page)], _tree).Encode());
        _sequences.Grant(sequence);
        _pages.Grant(page);
    }

    private IEnumerable<int> Reserved(long bound) => Enumerable.Range((int)_pages.Next, (int)(bound - _pages.Next));

    private async Task DeleteRootAsync()
    {
        _pages.Drop();
        if (_root.Exists)
        {
            await _root.DeleteAsync();
            if (IsEmpty && _strays.Count == 0)
            {
                _owner.ItemsEmptied();
            }
        }
    }

    private ItemsUnavailableException Fail(object record, Exception cause)
    {
        if (_fault is null)
        {
            _fault = cause as ItemsUnavailableException
                ?? new($"{record} could not be saved: {cause.Message} Whether the change was kept is known after reading it again.", cause);
            _owner.ItemsFailed(_fault);
        }

        return _fault;
    }
}
