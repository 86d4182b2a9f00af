using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>One run of connected steps.</summary>
/// <param name="TraceId">Its identity.</param>
/// <param name="Name">The step, or the topic, that it began with.</param>
/// <param name="Status"><c>running</c>, <c>completed</c>, <c>failed</c> or <c>unknown</c>.</param>
/// <param name="Began">When it began, UTC.</param>
/// <param name="Last">When the last thing in it happened, UTC.</param>
/// <param name="Steps">What ran in it, in order.</param>
[GenerateSerializer, Immutable, Alias("motia.run-summary")]
public sealed record RunSummary(
    [property: Id(0)] string TraceId,
    [property: Id(1)] string Name,
    [property: Id(2)] string Status,
    [property: Id(3)] DateTime Began,
    [property: Id(4)] DateTime Last,
    [property: Id(5)] ImmutableArray<RunStep> Steps);
