using Motia.Grains;

namespace Motia.Silo.Cron;

/// <summary>What becomes of an occurrence, or of several that follow each other.</summary>
/// <param name="Occurrence">The occurrence, UTC; of several the first.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Until">The time before which the last of several was; of a single one the occurrence itself.</param>
internal sealed record CronDecision(DateTime Occurrence, CronOutcome Outcome, int Count, DateTime Until)
{
    public CronDecision(DateTime occurrence, CronOutcome outcome)
        : this(occurrence, outcome, 1, occurrence)
    {
    }
}
