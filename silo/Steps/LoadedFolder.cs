namespace Motia.Silo.Steps;

/// <summary>What the assembly of a steps directory holds.</summary>
/// <param name="Module">Its module; null if its <c>Startup</c> failed.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Findings">Its streams, and the mistakes in it.</param>
internal sealed record LoadedFolder(StepModule? Module, IReadOnlyList<LoadedStep> Steps, StepFindings Findings);
