using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>What a watcher gets when it begins, or goes on, to watch.</summary>
/// <param name="Outcome"><see cref="StateOutcome.Found"/>, or why it does not watch.</param>
/// <param name="Number">Greater than the number of every change before, less than that of every change after.</param>
/// <param name="IsNew">Whether it begins now: changes may have been lost, and the first push says that it comes after <paramref name="Number"/>.</param>
/// <param name="IsResumed">Whether <paramref name="Changes"/> are all that came after the number that was asked for.</param>
/// <param name="Changes">These changes, in order.</param>
/// <param name="Message">What went wrong, if something did.</param>
[GenerateSerializer, Immutable, Alias("motia.stream-watch")]
public sealed record StreamWatch(
    [property: Id(0)] StateOutcome Outcome,
    [property: Id(1)] long Number,
    [property: Id(2)] bool IsNew,
    [property: Id(3)] bool IsResumed,
    [property: Id(4)] ImmutableArray<StreamChange> Changes,
    [property: Id(5)] string? Message = null);
