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

        Assert.True(crashAt > 40, $"Only {crashAt} operations: hardly anything was tried.");
    }

    // Each writer owns a key and writes it again and again, or deletes it; the last answered version or a later one must be there.
    private static bool CrashTogether(int seed, int crashAt, bool doesIt)
    {
        const int Writers = 24;
        const int Versions = 6;
        var disk = new Disk();
        var run = new ItemsRun(disk, seed, crashAt, doesIt: doesIt);
        var answered = new int[Writers];
        var writers = Enumerable.Range(0, Writers).Select(writer => run.Simulation.Start(async () =>
        {
            for (var version = 1; version <= Versions; version++)
            {
                await Step(writer, version, seed).DoAsync(run);
                answered[writer] = version;
            }
        })).ToArray();
        var all = Task.WhenAll(writers);
        run.Simulation.Run(() => all.IsCompleted);
        run.Settle();
        Assert.True(all.IsCompletedSuccessfully || run.Storage.IsCrashed, $"Writers hang or fail (seed {seed}, crash at operation {crashAt}): {run.Failure} {writers.FirstOrDefault(writer => writer.IsFaulted)?.Exception}");

        var after = new ItemsRun(disk);
        var items = after.All();
        Assert.Equal(items.Count, items.Select(item => item.Split('=')[0]).Distinct().Count());
        for (var writer = 0; writer < Writers; writer++)
        {
            var found = after.Get($"key-{writer}");
            Assert.True(
                found == After(writer, answered[writer], seed) || (answered[writer] < Versions && found == After(writer, answered[writer] + 1, seed)),
                $"key-{writer} has {found?[..3]}, answered was {answered[writer]} (seed {seed}, crash at operation {crashAt}, done: {doesIt}).");
        }

        after.Settle();
        Assert.True(ItemsRun.Reachable(disk).SetEquals(disk.Records.Keys), $"Records are left behind (seed {seed}, crash at operation {crashAt}).");
        return run.Storage.IsCrashed;
    }

    private static string? After(int writer, int version, int seed) =>
        version > 0 && Step(writer, version, seed) is { Kind: ItemsStepKind.Set } step ? step.Value : null;

    private static ItemsStep Step(int writer, int version, int seed)
    {
        var random = new Random((seed * 1000) + (writer * 10) + version);
        return random.Next(4) == 0
            ? new(ItemsStepKind.Remove, $"key-{writer}")
            : new(ItemsStepKind.Set, $"key-{writer}", random.Next(3) == 0 ? random.Next(4_000) : random.Next(400), version);
    }
}
