using System.Reflection;

namespace Motia.Silo.Steps;

/// <summary>An assembly with steps in it.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="ProjectDirectory">What the files in its symbols are told relative to; null tells their names alone.</param>
/// <param name="StepFiles">The full paths of the files whose types are steps or streams, by their names; null takes every type with a config.</param>
internal sealed record StepSource(Assembly Assembly, string? ProjectDirectory, IReadOnlySet<string>? StepFiles);
