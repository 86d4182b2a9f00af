namespace Motia;

/// <summary>A step that runs on a schedule. Its handler is <c>Handler(StepContext context)</c> and returns nothing, a task or a value task.</summary>
public sealed class CronStep : HandledStepConfig
{
    /// <summary>5 fields (minute, hour, day of month, month, day of week) or 6 with leading seconds: <c>*</c>, names, lists, ranges and steps.</summary>
    public required string Cron { get; init; }

    /// <summary>The IANA time zone the expression is read in, such as <c>Europe/Vienna</c>. Default: the host's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What becomes of occurrences that passed while nothing ran. Default: <see cref="CatchUp.Last"/>.</summary>
    public CatchUp CatchUp { get; init; } = CatchUp.Last;

    /// <summary>What becomes of an occurrence that comes while the previous one still runs. Default: <see cref="Overlap.Skip"/>.</summary>
    public Overlap Overlap { get; init; } = Overlap.Skip;
}
