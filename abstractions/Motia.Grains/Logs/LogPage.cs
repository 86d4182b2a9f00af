using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>Some log lines, newest first.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Next">The <see cref="LogQuery.Before"/> of the next page; 0 if there is none.</param>
[GenerateSerializer, Immutable, Alias("motia.log-page")]
public sealed record LogPage([property: Id(0)] ImmutableArray<LogLine> Lines, [property: Id(1)] long Next);
