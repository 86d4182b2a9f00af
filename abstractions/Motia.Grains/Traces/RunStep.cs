namespace Motia.Grains;

/// <summary>What one step did in a run.</summary>
/// <param name="Step">The step.</param>
/// <param name="DeliveryId">The delivery; empty for an api step.</param>
/// <param name="Topic">The topic; empty for an api step.</param>
/// <param name="State">What is known of it.</param>
/// <param name="Began">When it was accepted or, for an api step, began, UTC.</param>
/// <param name="Ended">When it ended, UTC; null while it has not.</param>
/// <param name="Attempts">How many attempts failed or succeeded.</param>
/// <param name="Error">What went wrong last, if something did.</param>
[GenerateSerializer, Immutable, Alias("motia.run-step")]
public sealed record RunStep(
    [property: Id(0)] string Step,
    [property: Id(1)] string DeliveryId,
    [property: Id(2)] string Topic,
    [property: Id(3)] RunNoteKind State,
    [property: Id(4)] DateTime Began,
    [property: Id(5)] DateTime? Ended,
    [property: Id(6)] int Attempts,
    [property: Id(7)] string? Error);
