namespace Motia.Silo.Items;

internal sealed partial class PagedItems
{
    private Task ReadRootAsync() => Track(LoadRootAsync(), reading => _loading = reading);

    private static Task ReadAsync(ItemPage page) => Track(LoadAsync(page), reading => page.Loading = reading);

    private async Task LoadRootAsync()
    {
        try
        {
            var payload = await _root.ReadAsync();
            if (_root.Exists)
            {
                Restore(ItemRoot.Decode(_root.ToString(), payload, OpenPage));
            }
            else
            {
                _tree = NewInlineTree();
            }

            _loaded = true;
        }
        catch (Exception failure)
        {
            throw new ItemsUnavailableException($"{_root} could not be read: {failure.Message}", failure);
        }
        finally
        {
            _loading = null;
        }
    }

    private static async Task LoadAsync(ItemPage page)
    {
        try
        {
            await page.LoadAsync();
        }
        catch (Exception failure)
        {
            throw new ItemsUnavailableException($"{page.Record} could not be read: {failure.Message}", failure);
        }
        finally
        {
            page.Loading = null;
        }
    }

    private void Restore(ItemRoot root)
    {
        _tree = root.Tree;
        _sequences.Restore(root.Sequence);
        _pages.Restore(root.Page);
        if (Name.Length == 0)
        {
            Name = root.Name;
        }

        foreach (var number in root.Strays)
        {
            _strays.Add(number, _records.Part(_names.Page, number));
        }

        DeleteStrays(root.Strays);
    }

    private ItemNode NewInlineTree()
    {
        var tree = new ItemNode(0);
        tree.Place(OpenPage(0));
        tree.Page!.Items = new();
        return tree;
    }

    private ItemPage OpenPage(int number)
    {
        if (number == 0)
        {
            return new(0, _root) { Saves = _rootSaves, IsPlaced = true };
        }

        ItemPage page = null!;
        return page = new(number, _records.Part(_names.Page, number)) { Saves = new(() => SavePageAsync(page), failure => Fail(page.Record, failure)), IsPlaced = true };
    }

    // A read that ends at once has already said that nobody is reading.
    private static Task Track(Task reading, Action<Task?> note)
    {
        note(reading.IsCompleted ? null : reading);
        return reading;
    }
}
