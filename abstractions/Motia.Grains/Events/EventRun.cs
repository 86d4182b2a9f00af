namespace Motia.Grains;

/// <summary>One attempt at a delivery.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
[GenerateSerializer, Immutable, Alias("motia.event-run")]
public sealed record EventRun([property: Id(0)] EventDelivery Delivery, [property: Id(1)] int Attempt);
