namespace Motia.Grains;

/// <summary>One change of a stream's group, or an event that was sent to it.</summary>
/// <param name="Number">Its place in the group's order, and its time in milliseconds since 1970: each is greater than those before, also over activations and crashes.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Id">The item; null if it is an event for the group.</param>
/// <param name="Data">The item as it is now, as it was before it was deleted, or the event's data. UTF-8 JSON.</param>
/// <param name="EventType">The type of an event.</param>
[GenerateSerializer, Immutable, Alias("motia.stream-change")]
public sealed record StreamChange(
    [property: Id(0)] long Number,
    [property: Id(1)] StreamChangeKind Kind,
    [property: Id(2)] string? Id,
    [property: Id(3)] ReadOnlyMemory<byte> Data,
    [property: Id(4)] string? EventType = null);
