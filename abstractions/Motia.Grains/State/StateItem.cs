namespace Motia.Grains;

/// <summary>One item of a group.</summary>
/// <param name="Sequence">Its place in the group's order, from 1; what comes later is greater.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, UTF-8 JSON.</param>
[GenerateSerializer, Immutable, Alias("motia.state-item")]
public sealed record StateItem(
    [property: Id(0)] long Sequence,
    [property: Id(1)] string Key,
    [property: Id(2)] ReadOnlyMemory<byte> Value);
