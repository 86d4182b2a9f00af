namespace Motia.Grains;

/// <summary>One log line.</summary>
/// <param name="Time">When it was written, UTC.</param>
/// <param name="Level"><c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="TraceId">The run it belongs to; empty if none.</param>
/// <param name="Step">The step that wrote it; empty if none did.</param>
/// <param name="Message">The text.</param>
/// <param name="Arguments">Its arguments as a JSON object; empty if it has none.</param>
[GenerateSerializer, Immutable, Alias("motia.log-line")]
public sealed record LogLine(
    [property: Id(0)] DateTime Time,
    [property: Id(1)] string Level,
    [property: Id(2)] string TraceId,
    [property: Id(3)] string Step,
    [property: Id(4)] string Message,
    [property: Id(5)] string Arguments);
