using Motia.Grains;

namespace Motia.Silo.Tests.Cron;

/// <summary>A clock that is set on or back.</summary>
public sealed class CronClockTests : CronScenario
{
    [Fact]
    public async Task Occurrence_AfterTheClockWasSetBack_IsOnTimeAlthoughTheSiloBeganLater()
    {
        Time.Set(TimeSpan.FromDays(3));
        await StartAsync(CronSilo.Step("a", "0 12 * * *", CatchUp.None));
        Time.Set(TimeSpan.FromDays(-3));
        await Silo!.EnsureAsync("a");
        await PassAsync("a", TimeSpan.FromHours(12));

        Assert.Equal("12:00:Ran", await Silo.LedgerAsync("a"));
        await Notes.WhenAsync(1);
    }

    [Fact]
    public async Task Occurrence_ThatTheClockShowsAgain_RunsOnce()
    {
        await StartAsync(CronSilo.Step("a", "0 * * * *", CatchUp.All));
        await PassAsync("a", TimeSpan.FromHours(1));
        await Notes.WhenAsync(1);
        Time.Set(TimeSpan.FromMinutes(-30));
        await PassAsync("a", TimeSpan.FromMinutes(30));
        Assert.Equal("01:00:Ran", await Silo!.LedgerAsync("a"));
        await PassAsync("a", TimeSpan.FromHours(1));

        Assert.Equal("01:00:Ran 02:00:Ran", await Silo.LedgerAsync("a"));
        Assert.Equal(["a@2026-01-01T01:00:00Z.1", "a@2026-01-01T02:00:00Z.1"], (await Notes.WhenAsync(2)).Select(run => run.Id));
    }

    [Fact]
    public async Task Occurrence_ThatTheClockShowsAgain_RunsOnceAlthoughTheStepWasEditedMeanwhile()
    {
        await StartAsync(CronSilo.Step("a", "0 * * * *", CatchUp.All));
        await PassAsync("a", TimeSpan.FromHours(1));
        await Notes.WhenAsync(1);
        Time.Set(TimeSpan.FromMinutes(-30));
        await LoadAsync(CronSilo.Step("a", "0,30 * * * *", CatchUp.All));
        await PassAsync("a", TimeSpan.FromMinutes(30));
        Assert.Equal("01:00:Ran", await Silo!.LedgerAsync("a"));
        await PassAsync("a", TimeSpan.FromMinutes(30));

        Assert.Equal("01:00:Ran 01:30:Ran", await Silo.LedgerAsync("a"));
        await Notes.WhenAsync(2);
    }

    [Fact]
    public async Task Clock_SetOn_OccurrencesThatItSkippedWereMissed()
    {
        await StartAsync(CronSilo.Step("a", "0 * * * *"));
        await PassAsync("a", TimeSpan.FromMinutes(30));
        Time.Set(TimeSpan.FromHours(3));
        await Silo!.EnsureAsync("a");

        Assert.Equal("01:00:SkippedForLater 02:00:SkippedForLater 03:00:CaughtUp", await Silo.LedgerAsync("a"));
        await Notes.WhenAsync(1);
    }

    [Fact]
    public async Task Clock_SetBackByMoreThanADay_BeginsTheScheduleAnew()
    {
        await StartAsync(CronSilo.Step("a", "0 * * * *", CatchUp.All));
        Time.Set(TimeSpan.FromDays(400));
        await Silo!.EnsureAsync("a");
        await Notes.WhenAsync(100);
        Time.Set(TimeSpan.FromDays(-400));
        await PassAsync("a", TimeSpan.FromMinutes(59));
        Assert.Equal(1, (await Silo.Grains.Cron("a").Read()).Next!.Value.Hour);
        await PassAsync("a", TimeSpan.FromMinutes(1));

        Assert.Equal("a@2026-01-01T01:00:00Z.1", (await Notes.WhenAsync(101))[^1].Id);
        Assert.EndsWith(" 01:00:Ran", await Silo.LedgerAsync("a"), StringComparison.Ordinal);
    }
}
