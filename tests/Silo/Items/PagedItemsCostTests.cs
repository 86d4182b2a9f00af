using Motia.Silo.Items;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Items;

public sealed class PagedItemsCostTests
{
    private const int LargeGroup = 100_000;

    private static readonly Lazy<Disk> Large = new(() => Fill(LargeGroup));

    [Fact]
    public void Set_InAGroupOf100000_CostsOneWriteOfOnePage()
    {
        var run = new ItemsRun(Large.Value.Copy());
        run.Get("key-1");
        run.Settle();
        var (writes, bytes) = (run.Storage.Writes, run.Storage.BytesWritten);

        for (var number = 0; number < 1_000; number++)
        {
            run.Set($"key-{number * 97}", new('y', 100));
        }

        Assert.Equal(1_000, run.Storage.Writes - writes);
        Assert.InRange(run.Storage.BytesWritten - bytes, 1, 1_000L * (ItemLimits.PageBytes + 64));
        Assert.InRange(run.Storage.Reads, 1, 1_100);
    }

    [Fact]
    public void Set_OfNewKeysInAGroupOf100000_CostsOneWriteAndAFewForSplits()
    {
        var run = new ItemsRun(Large.Value.Copy());

        for (var number = 0; number < 1_000; number++)
        {
            run.Set($"new-{number}", new('y', 100));
        }

        run.Settle();
        Assert.InRange(run.Storage.Writes, 1_000, 1_200);
        Assert.Equal(LargeGroup + 1_000, run.Count());
    }

    [Fact]
    public void Set_InASmallGroup_CostsOneWriteAndNoRead()
    {
        var run = new ItemsRun(new());
        for (var number = 0; number < 10; number++)
        {
            run.Set($"key-{number}", "1");
        }

        Assert.Equal((1, 10, 0), (run.Storage.Reads, run.Storage.Writes, run.Storage.Deletes));
    }

    [Fact]
    public void Sets_ThatComeTogether_ShareSaves()
    {
        var run = new ItemsRun(new());
        for (var number = 0; number < 64; number++)
        {
            var key = $"key-{number}";
            run.Simulation.Start(() => run.Items.SetAsync(key, "1"u8.ToArray()).AsTask());
        }

        run.Settle();
        Assert.Equal(64, run.Count());
        Assert.Equal(2, run.Storage.Writes);
    }

    [Fact]
    public void Pages_BeyondTheCache_AreReadAgainAndThoseWithinAreNot()
    {
        var disk = new Disk();
        var run = new ItemsRun(disk);
        for (var number = 0; number < 200; number++)
        {
            run.Set($"key-{number}", new('x', 1_000));
        }

        run.Settle();
        Assert.InRange(ReadsOfTwoPasses(disk, 1024 * 1024), 30, 70);
        Assert.InRange(ReadsOfTwoPasses(disk, 20_000), 200, 450);
    }

    [Fact]
    public void Group_ThatBecomesEmpty_LeavesNoRecord()
    {
        var disk = new Disk();
        var run = new ItemsRun(disk);
        for (var number = 0; number < 100; number++)
        {
            run.Set($"key-{number}", new('x', 1_000));
        }

        for (var number = 0; number < 100; number++)
        {
            Assert.Equal(0, run.Emptied);
            run.Remove($"key-{number}");
        }

        run.Settle();
        Assert.Empty(disk.Records);
        Assert.Equal(1, run.Emptied);
    }

    [Fact]
    public void Group_ThatIsCleared_LeavesNoRecord()
    {
        var disk = Fill(2_000);
        var run = new ItemsRun(disk);

        Assert.True(run.Clear());
        Assert.Equal(1, run.Storage.Writes);
        run.Settle();

        Assert.Empty(disk.Records);
        Assert.Equal(1, run.Emptied);
        Assert.False(run.Clear());
    }

    private static int ReadsOfTwoPasses(Disk disk, int cachedBytes)
    {
        var run = new ItemsRun(disk, cachedBytes: cachedBytes);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var number = 0; number < 200; number++)
            {
                Assert.Equal(1_000, run.Get($"key-{number}")!.Length);
            }
        }

        return run.Storage.Reads;
    }

    private static Disk Fill(int count)
    {
        var disk = new Disk();
        var run = new ItemsRun(disk);
        var value = new byte[100];
        run.Simulation.Run(() => Task.WhenAll(Enumerable.Range(0, 64).Select(async writer =>
        {
            for (var number = writer; number < count; number += 64)
            {
                await run.Items.SetAsync($"key-{number}", value);
            }
        })));
        run.Settle();
        return disk;
    }
}
