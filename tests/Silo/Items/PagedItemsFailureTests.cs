using System.Text;
using Motia.Silo.Items;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Items;

public sealed class PagedItemsFailureTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Failure_OfAnyOperation_IsToldAndLosesNoAnsweredCall(int seed, bool doesIt)
    {
        var steps = ItemsSteps.Calls(seed, 120);
        for (var failAt = 1; Fail(steps, seed, failAt, doesIt); failAt++)
        {
        }
    }

    // Answers false when the steps ended before the failure.
    private static bool Fail(ItemsStep[] steps, int seed, int failAt, bool doesIt)
    {
        var (disk, answered) = (new Disk(), new ItemsModel());
        var run = new ItemsRun(disk, seed, failAt: failAt, doesIt: doesIt);
        foreach (var step in steps)
        {
            try
            {
                run.Simulation.Run(() => step.DoAsync(run));
                step.Do(answered);
            }
            catch (ItemsUnavailableException unavailable)
            {
                Assert.Contains("The disk is on fire.", unavailable.Message, StringComparison.Ordinal);
                CheckAfter(run, disk, answered, step, $"seed {seed}, failure at operation {failAt}, done: {doesIt}");
                return true;
            }
        }

        return run.Storage.Operations >= failAt;
    }

    private static void CheckAfter(ItemsRun run, Disk disk, ItemsModel answered, ItemsStep underWay, string where)
    {
        var with = answered.Copy();
        underWay.Do(with);
        if (run.Failure is not null)
        {
            Assert.Throws<ItemsUnavailableException>(() => run.Get("key-1"));
            run.Simulation.Run(run.Items.CloseAsync);
            run = new(disk);
        }

        var found = run.All();
        Assert.True(found.SequenceEqual(answered.All()) || found.SequenceEqual(with.All()), $"Neither without nor with {underWay} ({where}).");
        run.Settle();
        Assert.True(ItemsRun.Reachable(disk).SetEquals(disk.Records.Keys), $"Records are left behind: {string.Join(", ", disk.Records.Keys)} ({where}).");
    }

    [Fact]
    public void Failure_OfASharedSave_ReachesEveryCallerWhoWaits()
    {
        var run = new ItemsRun(new(), failAt: 2);
        var calls = Enumerable.Range(0, 16).Select(number => run.Simulation.Start(() => run.Items.SetAsync($"key-{number}", "1"u8.ToArray()).AsTask())).ToList();
        calls.Add(run.Simulation.Start(() => run.Items.GetAsync("key-0").AsTask()));
        run.Settle();

        Assert.All(calls, call => Assert.IsType<ItemsUnavailableException>(call.Exception?.InnerException));
        Assert.NotNull(run.Failure);
    }

    [Fact]
    public void Get_OfAValueThatIsBeingSaved_WaitsUntilItIsDurable()
    {
        var disk = new Disk();
        var run = new ItemsRun(disk, crashAt: 2);
        Assert.Null(run.Get("key"));
        var set = run.Simulation.Start(() => run.Items.SetAsync("key", "1"u8.ToArray()).AsTask());
        var get = run.Simulation.Start(() => run.Items.GetAsync("key").AsTask());
        var list = run.Simulation.Start(() => run.Items.ListAsync(0, 10, 1000));
        var count = run.Simulation.Start(run.Items.CountAsync);
        run.Settle();

        Assert.True(run.Storage.IsCrashed);
        Assert.All([set, get, list, count], call => Assert.False(call.IsCompleted));
        Assert.Empty(disk.Records);
    }

    [Fact]
    public void Write_ByAnActivationThatIsNotTheOnlyOne_IsRefusedAndOverwritesNothing()
    {
        var disk = new Disk();
        var (first, second) = (new ItemsRun(disk), new ItemsRun(disk));
        first.Set("key", "first");
        Assert.Equal("first", second.Get("key"));
        first.Set("key", "newer");

        var refused = Assert.Throws<ItemsUnavailableException>(() => second.Set("other", "stale"));

        Assert.Contains("has version 2 and not 1", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(second.Failure);
        Assert.Equal(["key=newer"], new ItemsRun(disk).All());
    }

    [Fact]
    public void Root_OfANewerFormat_IsRefusedAndKept()
    {
        var disk = new Disk();
        new ItemsRun(disk).Set("key", "value");
        disk.Records["items/g:group"].Payload[0] = 9;

        var run = new ItemsRun(disk);
        var refused = Assert.Throws<ItemsUnavailableException>(() => run.Set("key", "other"));

        Assert.Contains("items/g:group has format 9; this build reads formats 1 to 1", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ItemsUnavailableException>(() => run.Clear());
        Assert.Equal(1, disk.Records["items/g:group"].Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Page_DamagedOrGone_IsToldAndTheOthersGoOn(bool gone)
    {
        var disk = new Disk();
        var run = new ItemsRun(disk);
        for (var number = 0; number < 20; number++)
        {
            run.Set($"key-{number}", new('x', 2_000));
        }

        run.Settle();
        var page = disk.Records.Keys.First(name => name.StartsWith("items-page/", StringComparison.Ordinal));
        if (gone)
        {
            disk.Records.Remove(page);
        }
        else
        {
            disk.Records[page] = (disk.Records[page].Payload[..^1], 1);
        }

        run = new(disk);
        var failures = 0;
        for (var number = 0; number < 20; number++)
        {
            try
            {
                Assert.Equal(2_000, run.Get($"key-{number}")!.Length);
            }
            catch (ItemsUnavailableException unavailable)
            {
                Assert.Contains($"{page} is damaged", unavailable.Message, StringComparison.Ordinal);
                failures++;
            }
        }

        Assert.InRange(failures, 1, 10);
        Assert.Throws<ItemsUnavailableException>(() => run.All());
        Assert.True(run.Clear());
        Assert.Empty(new ItemsRun(disk).All());
    }

    [Fact]
    public void Bytes_OfEveryLengthShortOfARoot_AreDamaged()
    {
        var disk = new Disk();
        var run = new ItemsRun(disk);
        for (var number = 0; number < 20; number++)
        {
            run.Set($"key-{number}", Encoding.UTF8.GetString(new byte[2_000]));
        }

        run.Settle();
        var root = disk.Records["items/g:group"].Payload;
        for (var length = 1; length < root.Length; length++)
        {
            disk.Records["items/g:group"] = (root[..length], 1);
            Assert.Throws<ItemsUnavailableException>(() => new ItemsRun(disk).Get("key-1"));
        }
    }
}
