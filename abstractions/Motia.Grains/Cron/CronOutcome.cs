namespace Motia.Grains;

/// <summary>What became of an occurrence of a cron step. Part of the stored format.</summary>
public enum CronOutcome
{
    /// <summary>It ran when it was due.</summary>
    Ran,

    /// <summary>It was missed, because no silo that has the step decided it in time, and ran later.</summary>
    CaughtUp,

    /// <summary>A person ran the step.</summary>
    Manual,

    /// <summary>It was skipped, because an earlier run of the step had not ended.</summary>
    SkippedOverlap,

    /// <summary>It was missed, and the step catches up nothing.</summary>
    SkippedMissed,

    /// <summary>It was missed, and the step catches up only the last one.</summary>
    SkippedForLater,

    /// <summary>It was missed, and so were as many later ones as are caught up at most.</summary>
    SkippedBeyondLimit,
}
