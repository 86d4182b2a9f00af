namespace Motia.Grains;

/// <summary>Something that happened in a run.</summary>
/// <param name="TraceId">The run.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Step">The step.</param>
/// <param name="DeliveryId">The delivery; empty for an api step.</param>
/// <param name="Topic">The topic; empty for an api step.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Began">When the step's run had begun, UTC: for an api step its request; for a delivery its event's emit, or for <see cref="RunNoteKind.Accepted"/> the same as <paramref name="Time"/>.</param>
/// <param name="Attempts">How many attempts were made.</param>
/// <param name="Error">What went wrong, if something did.</param>
[GenerateSerializer, Immutable, Alias("motia.run-note")]
public sealed record RunNote(
    [property: Id(0)] string TraceId,
    [property: Id(1)] RunNoteKind Kind,
    [property: Id(2)] string Step,
    [property: Id(3)] string DeliveryId,
    [property: Id(4)] string Topic,
    [property: Id(5)] DateTime Time,
    [property: Id(6)] DateTime Began,
    [property: Id(7)] int Attempts = 0,
    [property: Id(8)] string? Error = null);
