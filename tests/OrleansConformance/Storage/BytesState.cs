namespace Motia.OrleansConformance.Tests.Storage;

/// <summary>A state of the one shape that this project stores: bytes that the grain made in its turn.</summary>
[GenerateSerializer, Immutable]
public sealed record BytesState
{
    [Id(0)]
    public ReadOnlyMemory<byte> Bytes { get; init; }
}
