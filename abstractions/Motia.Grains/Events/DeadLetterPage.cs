using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>Some dead letters of a lane.</summary>
/// <param name="Letters">Each as UTF-8 JSON: id, step, topic, traceId, messageGroupId, emitted, died, data, attempts.</param>
/// <param name="Next">Where the next page begins; empty if this was the last.</param>
[GenerateSerializer, Immutable, Alias("motia.dead-letter-page")]
public sealed record DeadLetterPage([property: Id(0)] ImmutableArray<ReadOnlyMemory<byte>> Letters, [property: Id(1)] string Next);
