namespace Motia.Silo.Compilation;

/// <summary>What was built at last, from which texts, and which of these are last good versions instead of what is on disk.</summary>
internal sealed record StepRoundsResult(CachedBuild Build, IReadOnlyList<SourceFile> Sources, IReadOnlyCollection<string> Restored);
