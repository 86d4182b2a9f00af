using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Items;

public sealed class PagedItemsOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3_000)]
    public void List_AfterOverwritesAndDeletes_IsInOrderOfTheFirstSet(int size)
    {
        var disk = new Disk();
        var run = new ItemsRun(disk);
        var filler = new string('x', size);
        foreach (var key in new[] { "d", "b", "a", "c", "e" })
        {
            run.Set(key, "1" + filler);
        }

        run.Set("b", "2" + filler);
        run.Remove("d");
        run = new(disk);
        run.Set("d", "2" + filler);

        Assert.Equal(["b=2", "a=1", "c=1", "e=1", "d=2"], run.All().Select(item => item[..3]));
    }

    [Fact]
    public void List_OverTheByteBound_StopsBeforeItAndGoesOnThere()
    {
        var run = new ItemsRun(new());
        foreach (var (key, size) in new[] { ("a", 4_000), ("b", 9_000), ("c", 10), ("d", 4_000), ("e", 10) })
        {
            run.Set(key, new('x', size));
        }

        var first = run.Simulation.Run(() => run.Items.ListAsync(0, 10, 10_000));
        var second = run.Simulation.Run(() => run.Items.ListAsync(first.Items[^1].Sequence, 10, 10_000));
        var third = run.Simulation.Run(() => run.Items.ListAsync(second.Items[^1].Sequence, 10, 10_000));

        Assert.Equal(["a"], first.Items.Select(item => item.Key));
        Assert.Equal(["b", "c"], second.Items.Select(item => item.Key));
        Assert.Equal(["d", "e"], third.Items.Select(item => item.Key));
        Assert.Equal([true, true, false], [first.More, second.More, third.More]);
    }

    [Fact]
    public void List_OfAnItemOverTheByteBound_AnswersItAlone()
    {
        var run = new ItemsRun(new());
        run.Set("a", new('x', 50_000));
        run.Set("b", "1");

        var (items, more) = run.Simulation.Run(() => run.Items.ListAsync(0, 10, 1_000));

        Assert.Equal("a", Assert.Single(items).Key);
        Assert.True(more);
    }

    [Fact]
    public void Keys_AreOrdinalAndPaged()
    {
        var run = new ItemsRun(new());
        string[] keys = [.. Enumerable.Range(0, 500).Select(number => $"{(number % 2 == 0 ? "B" : "a")}-{number}")];
        foreach (var key in keys)
        {
            run.Set(key, "a value that takes some room, so that there are pages");
        }

        var found = new List<string>();
        for (string[] page = [""]; page.Length > 0; found.AddRange(page))
        {
            var after = page[^1];
            page = [.. run.Simulation.Run(() => run.Items.KeysAsync(after, 37))];
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task List_WhileTheGroupGrows_ShowsEveryOldItemOnce()
    {
        var run = new ItemsRun(new(), seed: 5);
        for (var number = 0; number < 40; number++)
        {
            run.Set($"old-{number}", new('x', 700));
        }

        var growing = run.Simulation.Start(async () =>
        {
            for (var number = 0; number < 100; number++)
            {
                await run.Items.SetAsync($"new-{number}", new byte[700]);
            }
        });
        var list = run.Simulation.Start(() => run.Items.ListAsync(0, 1000, 10_000_000));
        run.Settle();

        Assert.True(growing.IsCompletedSuccessfully);
        var (items, _) = await list;
        var old = items.Where(item => item.Key.StartsWith("old", StringComparison.Ordinal)).Select(item => item.Key);
        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"old-{number}"), old);
    }
}
