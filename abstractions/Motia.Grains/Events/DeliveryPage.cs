using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>Some deliveries of a lane that are not done.</summary>
/// <param name="Deliveries">The deliveries, in the order of acceptance.</param>
/// <param name="Next">Where the next page begins; empty if this was the last.</param>
[GenerateSerializer, Immutable, Alias("motia.delivery-page")]
public sealed record DeliveryPage([property: Id(0)] ImmutableArray<QueuedDelivery> Deliveries, [property: Id(1)] string Next);
