namespace Motia.Grains;

/// <summary>What became of an occurrence of a cron step.</summary>
/// <param name="Number">Its place in the ledger, from 0.</param>
/// <param name="Occurrence">When it was due, UTC; of a run that a person began, when that was.</param>
/// <param name="Decided">When it was decided what becomes of it, UTC.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="DeliveryId">The delivery that it runs as; empty if it was skipped.</param>
/// <param name="TraceId">The run; empty if it was skipped.</param>
/// <param name="IsHandedOver">Whether the step's lane has the delivery; if not yet, it gets it as soon as it takes it.</param>
/// <param name="Count">How many occurrences the entry stands for; those of a long outage share one. <see cref="CronTicks.MostCounted"/> may be more.</param>
/// <param name="Until">The time before which the last of them was due, UTC; of a single one the same as <paramref name="Occurrence"/>.</param>
[GenerateSerializer, Immutable, Alias("motia.cron-entry")]
public sealed record CronEntry(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTime Occurrence,
    [property: Id(2)] DateTime Decided,
    [property: Id(3)] CronOutcome Outcome,
    [property: Id(4)] string DeliveryId,
    [property: Id(5)] string TraceId,
    [property: Id(6)] bool IsHandedOver,
    [property: Id(7)] int Count,
    [property: Id(8)] DateTime Until);
