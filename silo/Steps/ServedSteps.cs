namespace Motia.Silo.Steps;

/// <summary>What is served of one source: its newest version, and of what broke in it the version before.</summary>
internal sealed class ServedSteps
{
    private readonly List<StepModule> _replaced = [];

    public IReadOnlyList<LoadedStep> Steps { get; private set; } = [];

    public IReadOnlyList<LoadedStream> Streams { get; private set; } = [];

    /// <summary>Whether nothing is served.</summary>
    public bool IsEmpty => Steps.Count + Streams.Count == 0;

    /// <summary>The modules that anything of it is served from.</summary>
    public IEnumerable<StepModule> Modules => Steps.Select(step => step.Module).Concat(Streams.Select(stream => stream.Module)).Distinct();

    /// <summary>Puts a version in the place of the one before.</summary>
    /// <param name="modules">What it came from.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="findings">Its streams, and the mistakes in it.</param>
    /// <param name="canServe">Whether a module can still be served from; default: all can.</param>
    /// <returns>The files of which the version before is served, because they broke.</returns>
    public IReadOnlyList<string> Replace(
        IReadOnlyList<StepModule> modules, IReadOnlyList<LoadedStep> steps, StepFindings findings, Func<StepModule, bool>? canServe = null)
    {
        var before = Modules.Concat(modules).ToArray();
        var broken = findings.Errors.Select(error => error.File).ToHashSet(StringComparer.Ordinal);
        var kept = Steps.Where(step => CanServe(step.Module) && IsBroken(step.Description.File, step.TypeName, steps.Select(now => now.Description.File))
            && !steps.Any(now => now.Description.Name == step.Description.Name)).ToArray();
        var keptStreams = Streams.Where(stream => CanServe(stream.Module) && IsBroken(stream.Description.File, stream.TypeName, findings.Streams.Select(now => now.Description.File))
            && !findings.Streams.Any(now => now.Description.Name == stream.Description.Name)).ToArray();
        (Steps, Streams) = ([.. steps, .. kept], [.. findings.Streams, .. keptStreams]);
        _replaced.AddRange(before.Except(Modules));
        return [.. kept.Select(step => step.Description.File), .. keptStreams.Select(stream => stream.Description.File)];

        // Where nothing of a file is left its mistakes may be of any of them, under a new name too; otherwise one that is gone was taken out.
        bool IsBroken(string file, string type, IEnumerable<string> loaded) => broken.Contains(file) && (findings.BrokenTypes.Contains(type) || !loaded.Contains(file));

        bool CanServe(StepModule module) => canServe is null || canServe(module);
    }

    /// <summary>Serves nothing any more.</summary>
    public void Clear()
    {
        _replaced.AddRange(Modules);
        (Steps, Streams) = ([], []);
    }

    /// <summary>Notes which steps and streams are older versions than their files.</summary>
    public void MarkStale(Func<StepModule, string, bool> isStale)
    {
        Steps = [.. Steps.Select(step => isStale(step.Module, step.Description.File) is var stale && stale == step.IsStale ? step : step with { IsStale = stale })];
        Streams = [.. Streams.Select(stream => stream with { IsStale = isStale(stream.Module, stream.Description.File) })];
    }

    /// <summary>Lets go of the modules that nothing is served from any more.</summary>
    /// <param name="served">The modules that anything is served from.</param>
    public void ReleaseReplaced(IReadOnlySet<StepModule> served)
    {
        foreach (var module in _replaced.Where(module => !served.Contains(module)))
        {
            module.Exit();
        }

        _replaced.RemoveAll(module => !served.Contains(module));
    }
}
