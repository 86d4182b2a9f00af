namespace Motia.Embedded.Tests.Runtime;

/// <summary>A state that holds nothing but bytes.</summary>
public sealed record Payload
{
    public ReadOnlyMemory<byte> Bytes { get; init; }
}
