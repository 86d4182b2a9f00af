using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>Some items of a group, in order.</summary>
/// <param name="Outcome"><see cref="StateOutcome.Found"/>, or why there is nothing.</param>
/// <param name="Items">The items.</param>
/// <param name="Next">Where the next page begins; 0 if this was the last.</param>
/// <param name="Message">What went wrong, if something did.</param>
[GenerateSerializer, Immutable, Alias("motia.state-page")]
public sealed record StatePage(
    [property: Id(0)] StateOutcome Outcome,
    [property: Id(1)] ImmutableArray<StateItem> Items,
    [property: Id(2)] long Next = 0,
    [property: Id(3)] string? Message = null);
