namespace Motia.Grains;

/// <summary>Which log lines to read; what is null is not asked for.</summary>
/// <param name="TraceId">Lines of this run.</param>
/// <param name="Step">Lines of this step.</param>
/// <param name="Level">Lines of this level.</param>
/// <param name="Before">Lines before the one with this number; 0 for the newest.</param>
/// <param name="Limit">The most lines to answer.</param>
[GenerateSerializer, Immutable, Alias("motia.log-query")]
public sealed record LogQuery(
    [property: Id(0)] string? TraceId,
    [property: Id(1)] string? Step,
    [property: Id(2)] string? Level,
    [property: Id(3)] long Before,
    [property: Id(4)] int Limit);
