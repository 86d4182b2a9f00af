using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>Some names of a directory, in ordinal order.</summary>
/// <param name="Outcome"><see cref="StateOutcome.Found"/>, or why there is nothing.</param>
/// <param name="Names">The names.</param>
/// <param name="Message">What went wrong, if something did.</param>
[GenerateSerializer, Immutable, Alias("motia.directory-page")]
public sealed record DirectoryPage(
    [property: Id(0)] StateOutcome Outcome,
    [property: Id(1)] ImmutableArray<string> Names,
    [property: Id(2)] string? Message = null);
