using Motia.Silo.Compilation;

namespace Motia.Silo.Runners;

/// <summary>What a runner is to load, and what it may use.</summary>
/// <param name="ProjectDirectory">The project.</param>
/// <param name="Files">The full paths of its step and stream files.</param>
/// <param name="Config">The full path of the project's config; null if it loads none.</param>
/// <param name="IsAlone">Whether it runs a single step, which ended its process before.</param>
/// <param name="Concurrency">How many calls it takes at a time.</param>
/// <param name="Stuck">How long it may leave a ping unanswered.</param>
/// <param name="Memory">How many bytes it may have.</param>
internal sealed record RunnerPlan(string ProjectDirectory, IReadOnlyList<string> Files, string? Config, bool IsAlone, int Concurrency, TimeSpan Stuck, long Memory)
{
    public const long Megabyte = 1024 * 1024;

    /// <summary>A file as people see it.</summary>
    public string Display(string file) => SourceTree.Relative(ProjectDirectory, file);
}
