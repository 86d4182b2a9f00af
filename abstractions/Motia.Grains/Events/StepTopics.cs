using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>What a silo's version of a step subscribes to.</summary>
/// <param name="Step">The step.</param>
/// <param name="Topics">Its topics, each once; none when the step is gone.</param>
/// <param name="IsFifo">Whether its queue keeps the order within message groups.</param>
/// <param name="File">Where the step is written.</param>
[GenerateSerializer, Immutable, Alias("motia.step-topics")]
public sealed record StepTopics(
    [property: Id(0)] string Step,
    [property: Id(1)] ImmutableArray<string> Topics,
    [property: Id(2)] bool IsFifo,
    [property: Id(3)] string File);
