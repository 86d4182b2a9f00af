namespace Motia.Grains;

/// <summary>That a step handles the events of a topic.</summary>
/// <param name="Number">Its number, never given to another.</param>
/// <param name="Step">The step.</param>
/// <param name="Topic">The topic.</param>
/// <param name="IsFifo">Whether the step's queue keeps the order within message groups, so that a group has one lane.</param>
/// <param name="File">Where the step is written.</param>
/// <param name="IsActive">Whether new events are delivered; what was delivered before stays.</param>
[GenerateSerializer, Immutable, Alias("motia.subscription")]
public sealed record Subscription(
    [property: Id(0)] int Number,
    [property: Id(1)] string Step,
    [property: Id(2)] string Topic,
    [property: Id(3)] bool IsFifo,
    [property: Id(4)] string File,
    [property: Id(5)] bool IsActive);
