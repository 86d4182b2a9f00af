using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>An HTTP request on its way to an api step.</summary>
/// <param name="TraceId">The identity of the run.</param>
/// <param name="Method">The method, upper-case.</param>
/// <param name="Path">The path, percent-decoded.</param>
/// <param name="QueryString">The query as received, with its <c>?</c>; empty if there is none.</param>
/// <param name="PathParams">Name, value, name, value …</param>
/// <param name="Headers">Name, value, name, value … in any case; a header with two values comes twice.</param>
/// <param name="ContentType">The body's media type as received.</param>
/// <param name="Body">The body's bytes.</param>
[GenerateSerializer, Immutable, Alias("motia.api-call")]
public sealed record ApiCall(
    [property: Id(0)] string TraceId,
    [property: Id(1)] string Method,
    [property: Id(2)] string Path,
    [property: Id(3)] string QueryString,
    [property: Id(4)] ImmutableArray<string> PathParams,
    [property: Id(5)] ImmutableArray<string> Headers,
    [property: Id(6)] string? ContentType,
    [property: Id(7)] ReadOnlyMemory<byte> Body);
