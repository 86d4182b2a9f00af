namespace Motia.Grains;

/// <summary>What came of running a cron step now.</summary>
/// <param name="Outcome">Done when the delivery is durable; Missing when the step is not loaded.</param>
/// <param name="DeliveryId">The delivery; empty if there is none.</param>
/// <param name="TraceId">The run; empty if there is none.</param>
/// <param name="Message">What went wrong, if something did.</param>
[GenerateSerializer, Immutable, Alias("motia.cron-run-answer")]
public sealed record CronRunAnswer(
    [property: Id(0)] QueueOutcome Outcome,
    [property: Id(1)] string DeliveryId = "",
    [property: Id(2)] string TraceId = "",
    [property: Id(3)] string? Message = null);
