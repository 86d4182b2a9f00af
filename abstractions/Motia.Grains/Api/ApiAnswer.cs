using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>What an api step answers.</summary>
/// <param name="Status">The status code; 0 when the step is not loaded in the silo that was asked.</param>
/// <param name="ContentType">The body's media type; null if there is no body.</param>
/// <param name="Headers">Name, value, name, value …; a header with two values comes twice.</param>
/// <param name="Body">The body's bytes.</param>
[GenerateSerializer, Immutable, Alias("motia.api-answer")]
public sealed record ApiAnswer(
    [property: Id(0)] int Status,
    [property: Id(1)] string? ContentType,
    [property: Id(2)] ImmutableArray<string> Headers,
    [property: Id(3)] ReadOnlyMemory<byte> Body)
{
    /// <summary>The step is not loaded: it was removed or renamed while the request was on its way.</summary>
    public static ApiAnswer NotLoaded { get; } = new(0, null, [], default);
}
