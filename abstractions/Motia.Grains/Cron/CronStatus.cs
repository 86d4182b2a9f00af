namespace Motia.Grains;

/// <summary>Where a cron step's schedule stands.</summary>
/// <param name="Next">The next occurrence, UTC; null if the step is not loaded.</param>
/// <param name="Last">The newest entry of the ledger; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("motia.cron-status")]
public sealed record CronStatus([property: Id(0)] DateTime? Next, [property: Id(1)] CronEntry? Last);
