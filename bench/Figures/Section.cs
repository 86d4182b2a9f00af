namespace Motia.Bench.Figures;

/// <summary>Figures that belong together.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="Note">How.</param>
/// <param name="Figures">The figures, controls beside what they control.</param>
internal sealed record Section(string Title, string Note, IReadOnlyList<Figure> Figures);
