using Motia.Grains;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Cron;

/// <summary>Ticks from the clock to the handler, also where a save, the lane or the silo fails in between.</summary>
public sealed class CronTickTests : CronScenario
{
    [Fact]
    public async Task Tick_WhenItIsDue_RunsOnceAndNotBefore()
    {
        await StartAsync(CronSilo.Step("a", Minutely));
        await PassAsync("a", TimeSpan.FromSeconds(59));
        Assert.Empty(Notes.Runs);
        await PassAsync("a", TimeSpan.FromSeconds(1));
        Assert.Equal([new("a", "a@2026-01-01T00:01:00Z.1", 1)], await Notes.WhenAsync(1));
        await PassAsync("a", TimeSpan.FromSeconds(60));

        Assert.Equal(["a@2026-01-01T00:01:00Z.1", "a@2026-01-01T00:02:00Z.1"], (await Notes.WhenAsync(2)).Select(run => run.Id));
        Assert.Equal("00:01:Ran 00:02:Ran", await Silo!.LedgerAsync("a"));
        var status = await Silo.Grains.Cron("a").Read();
        Assert.Equal((3, 2), (status.Next!.Value.Minute, status.Last!.Occurrence.Minute));
    }

    [Fact]
    public async Task Tick_ThatFails_IsTriedAgainAndIsADeadLetterInTheEnd()
    {
        Notes.Failure = new InvalidOperationException("broken");
        await StartAsync(CronSilo.Step("a", "0 0 * * *"));
        await PassAsync("a", TimeSpan.FromHours(24));
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Assert.Equal(attempt, (await Notes.WhenAsync(attempt))[^1].Attempt);
            await Eventually.Is(async () => (await CountsAsync("a")) is { Retrying: 1, Running: 0 } or { Dead: 1 });
            Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(1, (await CountsAsync("a")).Dead);
        Assert.False((await Lane("a").ReadDeadLetter(Notes.Runs[0].Id)).IsEmpty);
        Assert.Equal(QueueOutcome.Done, (await Lane("a").Redrive(Notes.Runs[0].Id)).Outcome);
        Assert.Equal(1, (await Notes.WhenAsync(5))[^1].Attempt);
    }

    [Fact]
    public async Task Lane_ThatDoesNotTakeATick_GetsItLaterUnderTheSameId()
    {
        await StartAsync(CronSilo.Step("a", "0 0 * * *", overlap: Overlap.Allow));
        Records.Fails = name => name.StartsWith("inbox", StringComparison.Ordinal);
        await PassAsync("a", TimeSpan.FromHours(24));
        Assert.Equal("00:00:Ran?", await Silo!.LedgerAsync("a"));
        Assert.Empty(Notes.Runs);
        Records.Fails = _ => false;
        await PassAsync("a", TimeSpan.FromSeconds(1));

        Assert.Equal(["a@2026-01-02T00:00:00Z.1"], (await Notes.WhenAsync(1)).Select(run => run.Id));
        Assert.Equal("00:00:Ran", await Silo.LedgerAsync("a"));
    }

    [Fact]
    public async Task Killed_BetweenTheDecisionAndTheLane_RunsAfterTheStartWhateverIsCaughtUp()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.None));
        Records.Fails = name => name.StartsWith("inbox", StringComparison.Ordinal);
        await PassAsync("a", TimeSpan.FromMinutes(1));
        await RestartAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["a@2026-01-01T00:01:00Z.1"], (await Notes.WhenAsync(1)).Select(run => run.Id));
        Assert.Equal("00:01:Ran 00:02:SkippedMissed 00:03:SkippedMissed", await Silo!.LedgerAsync("a"));
    }

    [Fact]
    public async Task Failed_BetweenTheLaneAndTheLedger_RunsOnce()
    {
        await StartAsync(CronSilo.Step("a", Minutely));
        var saves = 0;
        Records.Fails = name => name.StartsWith("cron/", StringComparison.Ordinal) && ++saves == 2;
        await PassAsync("a", TimeSpan.FromMinutes(1));
        await Notes.WhenAsync(1);
        await Eventually.Is(async () =>
        {
            await Silo!.EnsureAsync("a");
            return await Silo.LedgerAsync("a") == "00:01:Ran";
        });

        Assert.Equal(3, saves);
        await PassAsync("a", TimeSpan.FromMinutes(1));
        Assert.Equal(["a@2026-01-01T00:01:00Z.1", "a@2026-01-01T00:02:00Z.1"], (await Notes.WhenAsync(2)).Select(run => run.Id));
    }

    [Fact]
    public async Task Save_ThatFailsOnceAtATick_DoesNotMakeItMissed()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.None));
        var saves = 0;
        Records.Fails = name => name.StartsWith("cron/", StringComparison.Ordinal) && ++saves == 1;
        await PassAsync("a", TimeSpan.FromMinutes(1));
        await Eventually.Is(async () =>
        {
            await Silo!.EnsureAsync("a");
            return await Silo.LedgerAsync("a") is { Length: > 0 } ledger && !ledger.EndsWith('?');
        });

        Assert.Equal("00:01:Ran", await Silo!.LedgerAsync("a"));
        await Notes.WhenAsync(1);
    }

    [Fact]
    public async Task Tick_WhileTheLaneHangs_LeavesTheScheduleToOthersInTime()
    {
        var held = new HeldRecords(Records) { Holds = state => state == "inbox" };
        Silo = await CronSilo.StartAsync(held, Time, Notes, CronSilo.Step("a", Minutely, CatchUp.None));
        await PassAsync("a", TimeSpan.FromSeconds(30));
        Time.Set(TimeSpan.FromSeconds(30));
        var ensured = Silo.EnsureAsync("a");
        await held.IsRead;
        await Silo.Grains.Cron("a").Read();
        Time.Advance(TimeSpan.FromSeconds(10));
        await ensured;
        held.Gate.SetResult();
        await PassAsync("a", TimeSpan.FromSeconds(1));

        Assert.Equal("00:01:Ran", await Silo.LedgerAsync("a"));
    }

    [Fact]
    public async Task Expression_ThatIsChanged_TakesEffectAtOnceAndCatchesUpNothing()
    {
        await StartAsync(CronSilo.Step("a", "0 12 * * *", CatchUp.All));
        Time.Advance(TimeSpan.FromHours(11.5));
        await LoadAsync(CronSilo.Step("a", "45 * * * *", CatchUp.All));
        Assert.Empty(Notes.Runs);
        await PassAsync("a", TimeSpan.FromMinutes(15));

        Assert.Equal(["a@2026-01-01T11:45:00Z.1"], (await Notes.WhenAsync(1)).Select(run => run.Id));
        Assert.Equal("11:45:Ran", await Silo!.LedgerAsync("a"));
    }

    [Fact]
    public async Task Step_ThatIsRemoved_DoesNotTickAndKeepsItsLedger()
    {
        await StartAsync(CronSilo.Step("a", Minutely));
        await PassAsync("a", TimeSpan.FromMinutes(1));
        await Notes.WhenAsync(1);
        Silo!.Load();
        for (var i = 0; i < 5; i++)
        {
            await PassAsync("a", TimeSpan.FromMinutes(1));
        }

        Assert.Single(Notes.Runs);
        Assert.Equal("00:01:Ran", await Silo.LedgerAsync("a"));
        Assert.Null((await Silo.Grains.Cron("a").Read()).Next);
        Assert.Equal(QueueOutcome.Missing, (await Silo.Grains.Cron("a").RunNow()).Outcome);
        await LoadAsync(CronSilo.Step("a", Minutely));
        Assert.Equal("a@2026-01-01T00:06:00Z.1", (await Notes.WhenAsync(2))[^1].Id);
    }
}
