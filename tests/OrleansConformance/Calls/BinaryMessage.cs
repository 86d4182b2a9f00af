namespace Motia.OrleansConformance.Tests.Calls;

/// <summary>A message as this project's grains send them.</summary>
[GenerateSerializer, Immutable]
public sealed record BinaryMessage([property: Id(0)] string Name, [property: Id(1)] ReadOnlyMemory<byte> Content);
