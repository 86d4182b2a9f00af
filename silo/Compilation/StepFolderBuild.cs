using Motia.Grains;

namespace Motia.Silo.Compilation;

/// <summary>What a steps directory was compiled to.</summary>
/// <param name="AssemblyPath">The assembly, its PDB beside it; null when there is no C# file, or none that compiles.</param>
/// <param name="HasDependencies">Whether dependencies of its own, and a deps.json, lie beside the assembly.</param>
/// <param name="Hash">The same for the same sources, compiler and references; empty without an assembly.</param>
/// <param name="Errors">Files relative to the project directory, with forward slashes.</param>
/// <param name="LastGood">Of what an older version is in the assembly: files, or the directory as a whole; as people see them.</param>
/// <param name="StepFiles">Full paths of the step and stream files that are in the assembly, as its debug information names them.</param>
internal sealed record StepFolderBuild(
    string? AssemblyPath, bool HasDependencies, string Hash, IReadOnlyList<StepError> Errors, IReadOnlyList<string> LastGood, IReadOnlySet<string> StepFiles);
