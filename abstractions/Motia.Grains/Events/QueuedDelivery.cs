namespace Motia.Grains;

/// <summary>A delivery that has not ended, as people see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Topic">The topic.</param>
/// <param name="TraceId">The run.</param>
/// <param name="Group">The message group.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Attempts">How many attempts were begun.</param>
/// <param name="Due">When its next attempt may begin, UTC.</param>
/// <param name="Error">What the last attempt failed with; null if none did.</param>
[GenerateSerializer, Immutable, Alias("motia.queued-delivery")]
public sealed record QueuedDelivery(
    [property: Id(0)] string Id,
    [property: Id(1)] string Topic,
    [property: Id(2)] string TraceId,
    [property: Id(3)] string Group,
    [property: Id(4)] DeliveryStatus Status,
    [property: Id(5)] int Attempts,
    [property: Id(6)] DateTime Due,
    [property: Id(7)] string? Error);
