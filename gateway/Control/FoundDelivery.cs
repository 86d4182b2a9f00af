using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>A delivery that a lane has: one that has not ended, or a dead letter.</summary>
/// <param name="Live">What is known of it while it has not ended; null if it is dead.</param>
/// <param name="Letter">Its dead letter, UTF-8 JSON.</param>
internal sealed record FoundDelivery(QueuedDelivery? Live, ReadOnlyMemory<byte> Letter);
