namespace Motia.Grains;

/// <summary>How one attempt ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Error">What it failed with, for people.</param>
/// <param name="StillRuns">Whether the handler ignored its token and has not returned: its place is free when it does.</param>
[GenerateSerializer, Immutable, Alias("motia.event-result")]
public sealed record EventResult([property: Id(0)] EventOutcome Outcome, [property: Id(1)] string? Error = null, [property: Id(2)] bool StillRuns = false)
{
    /// <summary>The handler succeeded.</summary>
    public static EventResult Done { get; } = new(EventOutcome.Done);

    /// <summary>The attempt does not count.</summary>
    public static EventResult Returned { get; } = new(EventOutcome.Returned);
}
