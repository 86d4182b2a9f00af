namespace Motia.Grains;

/// <summary>What a call on a step's queue answers.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">What went wrong, if something did.</param>
[GenerateSerializer, Immutable, Alias("motia.queue-answer")]
public sealed record QueueAnswer([property: Id(0)] QueueOutcome Outcome, [property: Id(1)] string? Message = null)
{
    /// <summary>Done, and durable.</summary>
    public static QueueAnswer Done { get; } = new(QueueOutcome.Done);

    /// <summary>There is no such delivery.</summary>
    public static QueueAnswer Missing { get; } = new(QueueOutcome.Missing);
}
