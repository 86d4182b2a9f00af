using Motia.Grains;
using Motia.Silo.Cron;

namespace Motia.Silo.Tests.Cron;

/// <summary>What becomes of what is due, told as <c>minute:outcome</c>.</summary>
public sealed class CronRulesTests
{
    private static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(CatchUp.None, Overlap.Skip, false, "1:SkippedMissed 2:SkippedMissed 3:SkippedMissed")]
    [InlineData(CatchUp.Last, Overlap.Skip, false, "1:SkippedForLater 2:SkippedForLater 3:CaughtUp")]
    [InlineData(CatchUp.Last, Overlap.Skip, true, "1:SkippedForLater 2:SkippedForLater 3:SkippedOverlap")]
    [InlineData(CatchUp.Last, Overlap.Queue, true, "1:SkippedForLater 2:SkippedForLater 3:CaughtUp")]
    [InlineData(CatchUp.All, Overlap.Skip, false, "1:CaughtUp 2:CaughtUp 3:CaughtUp")]
    [InlineData(CatchUp.All, Overlap.Skip, true, "1:CaughtUp 2:CaughtUp 3:CaughtUp")]
    public void Decide_AllWereMissed_GoesByCatchUp(CatchUp catchUp, Overlap overlap, bool isBusy, string expected) =>
        Assert.Equal(expected, Decide(catchUp, overlap, isBusy, upSince: 3.5, now: 3.5, 1, 2, 3));

    [Theory]
    [InlineData(CatchUp.None, Overlap.Skip, false, "1:SkippedMissed 2:SkippedMissed 3:Ran")]
    [InlineData(CatchUp.Last, Overlap.Skip, false, "1:SkippedForLater 2:SkippedForLater 3:Ran")]
    [InlineData(CatchUp.Last, Overlap.Skip, true, "1:SkippedForLater 2:SkippedForLater 3:SkippedOverlap")]
    [InlineData(CatchUp.All, Overlap.Allow, true, "1:CaughtUp 2:CaughtUp 3:Ran")]
    public void Decide_TheLastIsOnTime_RunsItBesideWhatWasMissed(CatchUp catchUp, Overlap overlap, bool isBusy, string expected) =>
        Assert.Equal(expected, Decide(catchUp, overlap, isBusy, upSince: 0, now: 3.5, 1, 2, 3));

    [Theory]
    [InlineData(Overlap.Skip, false, "1:Ran")]
    [InlineData(Overlap.Skip, true, "1:SkippedOverlap")]
    [InlineData(Overlap.Queue, true, "1:Ran")]
    [InlineData(Overlap.Allow, true, "1:Ran")]
    public void Decide_OneIsDue_GoesByOverlap(Overlap overlap, bool isBusy, string expected) =>
        Assert.Equal(expected, Decide(CatchUp.None, overlap, isBusy, upSince: 0, now: 1, 1));

    [Theory]
    [InlineData(2.0, "1:Ran")]
    [InlineData(2.01, "1:SkippedMissed")]
    public void Decide_TheMachineSlept_WhatIsLaterThanAMinuteWasMissed(double now, string expected) =>
        Assert.Equal(expected, Decide(CatchUp.None, Overlap.Skip, false, upSince: 0, now, 1));

    [Theory]
    [InlineData(CatchUp.None, CronOutcome.SkippedMissed)]
    [InlineData(CatchUp.Last, CronOutcome.SkippedForLater)]
    [InlineData(CatchUp.All, CronOutcome.SkippedBeyondLimit)]
    public void Decide_MoreThanAreCaughtUp_OneEntryTellsTheRest(CatchUp catchUp, CronOutcome outcome)
    {
        var first = new CronRules(catchUp, Overlap.Skip).Decide(new([Noon.AddMinutes(9)], 8, Noon), Noon.AddHours(1), Noon.AddHours(1), isBusy: false).First();

        Assert.Equal(new(Noon, outcome, 8, Noon.AddMinutes(9)), first);
    }

    private static string Decide(CatchUp catchUp, Overlap overlap, bool isBusy, double upSince, double now, params int[] due) => string.Join(
        ' ',
        new CronRules(catchUp, overlap).Decide(new([.. due.Select(minute => Noon.AddMinutes(minute))], 0, default), Noon.AddMinutes(upSince), Noon.AddMinutes(now), isBusy)
            .Select(decision => $"{(decision.Occurrence - Noon).TotalMinutes}:{decision.Outcome}"));
}
