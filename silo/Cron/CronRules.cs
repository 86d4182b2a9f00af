using Motia.Grains;

namespace Motia.Silo.Cron;

/// <summary>Decides what becomes of the occurrences that are due.</summary>
/// <param name="CatchUp">What becomes of those that were missed.</param>
/// <param name="Overlap">What becomes of one that comes while an earlier one has not ended.</param>
internal sealed record CronRules(CatchUp CatchUp, Overlap Overlap)
{
    /// <summary>How many missed occurrences run at most.</summary>
    public const int MostCaughtUp = 100;

    /// <summary>How late an occurrence may be that was not missed: the machine was busy, or a grain could not save. Who is later slept.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    public static CronRules Of(StepDescription step) => new(
        Enum.TryParse<CatchUp>(step.CatchUp, ignoreCase: true, out var catchUp) ? catchUp : CatchUp.Last,
        Enum.TryParse<Overlap>(step.Overlap, ignoreCase: true, out var overlap) ? overlap : Overlap.Skip);

    /// <summary>Decides. The last occurrence is on time if this silo had the step when it was due; all others that come with it were missed.</summary>
    /// <param name="due">What is due; not empty.</param>
    /// <param name="upSince">Since when this silo has the step, UTC.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="isBusy">Whether an earlier run has not ended.</param>
    /// <returns>What becomes of each, in order.</returns>
    public IEnumerable<CronDecision> Decide(DueOccurrences due, DateTime upSince, DateTime now, bool isBusy)
    {
        var last = due.Newest[^1];
        var isOnTime = last > upSince && now - last <= LongestDelay;
        var overlaps = isBusy && Overlap == Overlap.Skip;
        if (due.Older > 0)
        {
            var outcome = CatchUp switch
            {
                CatchUp.None => CronOutcome.SkippedMissed,
                CatchUp.Last => CronOutcome.SkippedForLater,
                _ => CronOutcome.SkippedBeyondLimit,
            };
            yield return new(due.FirstOlder, outcome, due.Older, due.Newest[0]);
        }

        foreach (var occurrence in due.Newest)
        {
            var isLast = occurrence == last;
            yield return new(occurrence, isLast && isOnTime ? (overlaps ? CronOutcome.SkippedOverlap : CronOutcome.Ran) : CatchUp switch
            {
                CatchUp.None => CronOutcome.SkippedMissed,
                CatchUp.All => CronOutcome.CaughtUp,
                _ when !isLast => CronOutcome.SkippedForLater,
                _ => overlaps ? CronOutcome.SkippedOverlap : CronOutcome.CaughtUp,
            });
        }
    }
}
