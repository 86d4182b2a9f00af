namespace Motia.Grains;

/// <summary>What a call on state answers.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The value, UTF-8 JSON, if there is one.</param>
/// <param name="Message">What went wrong, if something did.</param>
[GenerateSerializer, Immutable, Alias("motia.state-answer")]
public sealed record StateAnswer(
    [property: Id(0)] StateOutcome Outcome,
    [property: Id(1)] ReadOnlyMemory<byte> Value = default,
    [property: Id(2)] string? Message = null);
