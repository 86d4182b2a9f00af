namespace Motia.Gateway.Streams;

/// <summary>A frame to subscribers, encoded once for all of them.</summary>
/// <param name="Number">The number of the change, or that of a sync; 0 if it has none.</param>
/// <param name="Json">One JSON object.</param>
/// <param name="IsSync">Whether it has a group's or an item's state and not a change.</param>
internal sealed record StreamFrame(long Number, ReadOnlyMemory<byte> Json, bool IsSync = false);
