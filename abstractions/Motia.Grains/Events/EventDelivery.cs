namespace Motia.Grains;

/// <summary>One event for one subscribed step.</summary>
/// <param name="Id"><c>event.subscription</c>: the event's identity and the <see cref="Subscription.Number"/>.</param>
/// <param name="Topic">The topic it was emitted on.</param>
/// <param name="TraceId">The run it belongs to.</param>
/// <param name="Group">The message group.</param>
/// <param name="Data">The data, UTF-8 JSON.</param>
/// <param name="Emitted">When it was emitted, UTC.</param>
[GenerateSerializer, Immutable, Alias("motia.event-delivery")]
public sealed record EventDelivery(
    [property: Id(0)] string Id,
    [property: Id(1)] string Topic,
    [property: Id(2)] string TraceId,
    [property: Id(3)] string Group,
    [property: Id(4)] ReadOnlyMemory<byte> Data,
    [property: Id(5)] DateTime Emitted);
