using Motia.Grains;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Cron;

/// <summary>Occurrences that were missed, and those that come while an earlier one has not ended.</summary>
public sealed class CronPolicyTests : CronScenario
{
    [Fact]
    public async Task Silo_ThatHadTheStepWhenItWasDue_TakesOverInTime()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.None));
        var first = Silo!;
        Silo = await CronSilo.StartAsync(Records, Time, Notes, Steps);
        await first.DisposeAsync();
        await PassAsync("a", TimeSpan.FromSeconds(65));

        Assert.Equal("00:01:Ran", await Silo.LedgerAsync("a"));
        await Notes.WhenAsync(1);
    }

    [Fact]
    public async Task Lane_ThatTakesLongToComeUp_DoesNotPutWhatWasMissedOnTime()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.None));
        await Silo!.DisposeAsync();
        Time.Advance(TimeSpan.FromSeconds(70));
        var held = new HeldRecords(Records) { Holds = state => state == "inbox" };
        Silo = await CronSilo.StartAsync(held, Time, Notes, Steps);
        var ensured = Silo.EnsureAsync("a");
        await held.IsRead;
        await Silo.Grains.Cron("a").Read();
        Time.Advance(TimeSpan.FromSeconds(20));
        held.Gate.SetResult();
        await ensured;
        await PassAsync("a", TimeSpan.FromSeconds(1));

        Assert.Equal("00:01:SkippedMissed", await Silo.LedgerAsync("a"));
    }

    [Theory]
    [InlineData(CatchUp.None, "00:01:SkippedMissed 00:02:SkippedMissed 00:03:SkippedMissed")]
    [InlineData(CatchUp.Last, "00:01:SkippedForLater 00:02:SkippedForLater 00:03:CaughtUp", "03")]
    [InlineData(CatchUp.All, "00:01:CaughtUp 00:02:CaughtUp 00:03:CaughtUp", "01", "02", "03")]
    public async Task Occurrences_WhileNothingRan_GoByCatchUpInOrder(CatchUp catchUp, string ledger, params string[] minutes)
    {
        await StartAsync(CronSilo.Step("a", Minutely, catchUp));
        await RestartAsync(TimeSpan.FromMinutes(3.5));
        await Notes.WhenAsync(minutes.Length);

        Assert.Equal(ledger, await Silo!.LedgerAsync("a"));
        Assert.Equal(minutes.Select(minute => $"a@2026-01-01T00:{minute}:00Z.1"), Notes.Runs.Select(run => run.Id));
        await PassAsync("a", TimeSpan.FromSeconds(30));
        Assert.Equal("a@2026-01-01T00:04:00Z.1", (await Notes.WhenAsync(minutes.Length + 1))[^1].Id);
    }

    [Fact]
    public async Task Occurrences_OfALongOutage_AreCaughtUpToAHundredAndAccountedFor()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.All));
        await RestartAsync(TimeSpan.FromDays(3));
        var runs = await Notes.WhenAsync(100);
        var ledger = await Silo!.LedgerAsync("a");

        Assert.StartsWith($"00:01:SkippedBeyondLimit*{(3 * 24 * 60) - 100} 22:21:CaughtUp ", ledger, StringComparison.Ordinal);
        Assert.Equal(101, ledger.Split(' ').Length);
        Assert.Equal(runs.Select(run => run.Id).Order(StringComparer.Ordinal), runs.Select(run => run.Id));
    }

    [Fact]
    public async Task AYearAway_EverySecondWithCatchUpOfAll_RunsAHundredAndGoesOn()
    {
        await StartAsync(CronSilo.Step("a", "* * * * * *", CatchUp.All, Overlap.Queue));
        await RestartAsync(TimeSpan.FromDays(365));
        var runs = await Notes.WhenAsync(100);
        await PassAsync("a", TimeSpan.FromSeconds(1));

        Assert.Equal("a@2027-01-01T00:00:01Z.1", (await Notes.WhenAsync(101))[^1].Id);
        Assert.StartsWith("00:00:SkippedBeyondLimit*10000 23:58:CaughtUp ", await Silo!.LedgerAsync("a"), StringComparison.Ordinal);
        Assert.Equal("a@2026-12-31T23:58:21Z.1", runs[0].Id);
    }

    [Theory]
    [InlineData(Overlap.Skip, "00:01:Ran 00:02:SkippedOverlap 00:03:SkippedOverlap", 1, 1)]
    [InlineData(Overlap.Queue, "00:01:Ran 00:02:Ran 00:03:Ran", 1, 3)]
    [InlineData(Overlap.Allow, "00:01:Ran 00:02:Ran 00:03:Ran", 3, 3)]
    public async Task Occurrences_WhileAnEarlierOneRuns_GoByOverlap(Overlap overlap, string ledger, int beside, int inTheEnd)
    {
        Notes.Gate = new();
        await StartAsync(CronSilo.Step("a", Minutely, overlap: overlap));
        for (var minute = 1; minute <= 3; minute++)
        {
            await PassAsync("a", TimeSpan.FromMinutes(1));
            await Notes.WhenAsync(Math.Min(minute, beside));
        }

        Assert.Equal(ledger, await Silo!.LedgerAsync("a"));
        Assert.Equal(beside, Notes.Runs.Count);
        Notes.Gate.SetResult();
        Assert.Equal(inTheEnd, (await Notes.WhenAsync(inTheEnd)).Select(run => run.Id).Distinct().Count());
        await Eventually.Is(async () => (await CountsAsync("a")).Done == inTheEnd);
        await PassAsync("a", TimeSpan.FromMinutes(1));
        Assert.Equal("a@2026-01-01T00:04:00Z.1", (await Notes.WhenAsync(inTheEnd + 1))[^1].Id);
    }

    [Fact]
    public async Task Tick_WhileAnEarlierOneWaitsForItsNextAttempt_Overlaps()
    {
        Notes.Failure = new InvalidOperationException("broken");
        await StartAsync(CronSilo.Step("a", "* * * * * *"));
        await PassAsync("a", TimeSpan.FromSeconds(1));
        await Eventually.Is(async () => await CountsAsync("a") is { Retrying: 1, Running: 0 });
        Notes.Failure = null;
        await PassAsync("a", TimeSpan.FromMilliseconds(100));
        Time.Set(TimeSpan.FromSeconds(1));
        await Silo!.EnsureAsync("a");

        Assert.StartsWith("00:00:Ran 00:00:SkippedOverlap", await Silo.LedgerAsync("a"), StringComparison.Ordinal);
    }
}
