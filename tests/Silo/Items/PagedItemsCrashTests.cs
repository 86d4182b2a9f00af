using Motia.Silo.Items;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Items;

public sealed class PagedItemsCrashTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Crash_AtAnyOperation_LeavesWhatWasAnsweredOrThatAndTheCallUnderWay(int seed, bool doesIt) =>
        CrashEverywhere(ItemsSteps.Calls(seed, 120), seed, doesIt);

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void Crash_AtAnyOperationWhileAGroupGrowsAndShrinks_LeavesWhatWasAnsweredOrThatAndTheCallUnderWay(int seed, bool doesIt)
    {
        string[] keys = [.. Enumerable.Range(0, 24).Select(number => $"key-{number}")];
        CrashEverywhere(
            [
                .. keys.Select(key => new ItemsStep(ItemsStepKind.Set, key, 2_500, 1)),
                .. keys.Reverse().Select(key => new ItemsStep(ItemsStepKind.Remove, key)),
                .. keys.Select(key => new ItemsStep(ItemsStepKind.Set, key, 2_500, 2)),
                new(ItemsStepKind.Clear),
                .. keys[..6].Select(key => new ItemsStep(ItemsStepKind.Set, key, 2_500, 3)),
            ],
            seed,
            doesIt);
    }

    private static void CrashEverywhere(ItemsStep[] steps, int seed, bool doesIt)
    {
        var whole = new ItemsRun(new(), seed);
        foreach (var step in steps)
        {
            whole.Simulation.Run(() => step.DoAsync(whole));
        }

        Assert.True(whole.Storage.Deletes > 5, "Pages were hardly split or removed; the steps try nothing.");
        for (var crashAt = 1; Crash(steps, seed, crashAt, doesIt); crashAt++)
        {
        }
    }

    // Answers false when the steps ended before the crash.
    private static bool Crash(ItemsStep[] steps, int seed, int crashAt, bool doesIt)
    {
        var (disk, answered) = (new Disk(), new ItemsModel());
        var run = new ItemsRun(disk, seed, crashAt, doesIt: doesIt);
        ItemsStep? underWay = null;
        foreach (var step in steps)
        {
            var call = run.Simulation.Start(() => step.DoAsync(run));
            run.Simulation.Run(() => call.IsCompleted);
            if (!call.IsCompleted)
            {
                Assert.True(run.Storage.IsCrashed, $"{step} hangs (seed {seed}).");
                underWay = step;
                break;
            }

            call.GetAwaiter().GetResult();
            step.Do(answered);
        }

        run.Settle();
        CheckAfter(disk, answered, underWay, $"seed {seed}, crash at operation {crashAt}, done: {doesIt}");
        return run.Storage.IsCrashed;
    }

    private static void CheckAfter(Disk disk, ItemsModel answered, ItemsStep? underWay, string where)
    {
        var with = answered.Copy();
        underWay?.Do(with);
        var run = new ItemsRun(disk);
        var found = run.All();
        Assert.True(found.SequenceEqual(answered.All()) || found.SequenceEqual(with.All()), $"Neither without nor with {underWay} ({where}).");
        Assert.Equal(found.Count, run.Count());
        run.Settle();
        Assert.True(ItemsRun.Reachable(disk).SetEquals(disk.Records.Keys), $"Records are left behind: {string.Join(", ", disk.Records.Keys)} ({where}).");

        // And it goes on from there.
        run.Set("after", "1");
        run.Settle();
        Assert.Equal([.. found.Where(item => !item.StartsWith("after=", StringComparison.Ordinal)), "after=1"], new ItemsRun(disk).All());
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    [InlineData(13, false)]
    [InlineData(14, true)]
    public void Crash_DuringCallsAtTheSameTime_LosesNoAnsweredCall(int seed, bool doesIt)
    {
        var crashAt = 1;
        while (CrashTogether(seed, crashAt, doesIt))
        {
            crashAt++;
        }

        Assert.True(crashAt > 60, $"Only {crashAt} operations: hardly anything was tried.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Crash_WhileAPageTakesOverItsEmptySiblingsKeys_LosesNoAnsweredSet(bool doesIt)
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(number => $"key-{number}")];
        string[] low = [.. keys.Where(key => KeyHash.Of(key) >> 63 == 0)];
        string[] high = [.. keys.Except(low)];
        var before = new Disk();
        var filling = new ItemsRun(before);
        filling.Set(low[0], new('x', 6_000));
        filling.Set(high[0], new('x', 6_000));
        filling.Settle();
        Assert.Equal(3, before.Records.Count);

        var ready = Open(new ItemsRun(before.Copy())).Storage.Operations;

        for (var seed = 1; seed <= 20; seed++)
        {
            for (var crashAt = ready + 1; crashAt <= ready + 5; crashAt++)
            {
                var disk = before.Copy();
                var run = Open(new ItemsRun(disk, seed, crashAt, doesIt: doesIt));
                var remove = run.Simulation.Start(() => run.Items.RemoveAsync(low[0]).AsTask());
                var set = run.Simulation.Start(() => run.Items.SetAsync(low[1], "1"u8.ToArray()).AsTask());
                run.Settle();

                var after = new ItemsRun(disk);
                Assert.True(after.Get(low[1]) == "1" || !set.IsCompletedSuccessfully, $"An answered set is lost (seed {seed}, crash at operation {crashAt}).");
                Assert.True(after.Get(low[0]) is null || !remove.IsCompletedSuccessfully, $"A removed item is back (seed {seed}, crash at operation {crashAt}).");
                Assert.NotNull(after.Get(high[0]));
                Assert.Equal(after.Count(), after.All().Distinct().Count());
            }
        }

        // With both pages in memory, numbers at hand, and nothing going on: the set need not wait for the root.
        ItemsRun Open(ItemsRun run)
        {
            run.Get(low[0]);
            run.Set(high[1], "1");
            run.Settle();
            return run;
        }
    }

    // Each writer owns a few keys and writes or deletes them again and again; what was answered last, or the call under way, must be there.
    private static bool CrashTogether(int seed, int crashAt, bool doesIt)
    {
        const int Writers = 16;
        var disk = new Disk();
        var run = new ItemsRun(disk, seed, crashAt, doesIt: doesIt);
        var answered = new Dictionary<string, string?>();
        var underWay = new Dictionary<string, ItemsStep>();
        var all = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => run.Simulation.Start(async () =>
        {
            foreach (var step in Steps(writer, seed))
            {
                underWay[step.Key] = step;
                await step.DoAsync(run);
                underWay.Remove(step.Key);
                answered[step.Key] = After(step);
            }
        })));
        run.Simulation.Run(() => all.IsCompleted);
        run.Settle();
        Assert.True(all.IsCompletedSuccessfully || run.Storage.IsCrashed, $"Writers hang or fail (seed {seed}): {run.Failure} {all.Exception}");

        var after = new ItemsRun(disk);
        var found = after.All().ToDictionary(item => item.Split('=')[0], item => item.Split('=')[1]);
        foreach (var key in answered.Keys.Union(underWay.Keys).Union(found.Keys))
        {
            var value = found.GetValueOrDefault(key);
            Assert.True(
                value == answered.GetValueOrDefault(key) || (underWay.TryGetValue(key, out var step) && value == After(step)),
                $"{key} is {value?[..4]}, answered was {answered.GetValueOrDefault(key)?[..4]} (seed {seed}, crash at operation {crashAt}, done: {doesIt}).");
        }

        after.Settle();
        Assert.True(ItemsRun.Reachable(disk).SetEquals(disk.Records.Keys), $"Records are left behind (seed {seed}, crash at operation {crashAt}).");
        return run.Storage.IsCrashed;
    }

    private static string? After(ItemsStep step) => step.Kind == ItemsStepKind.Set ? step.Value : null;

    private static IEnumerable<ItemsStep> Steps(int writer, int seed)
    {
        var random = new Random((seed * 100) + writer);
        for (var stamp = 100; stamp < 116; stamp++)
        {
            var key = $"key-{writer}-{random.Next(6)}";
            yield return random.Next(4) == 0 ? new(ItemsStepKind.Remove, key) : new(ItemsStepKind.Set, key, random.Next(3_000), stamp);
        }
    }
}
