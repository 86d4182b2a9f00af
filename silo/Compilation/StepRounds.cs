namespace Motia.Silo.Compilation;

/// <summary>Compiles until what is left builds: a file with errors goes back to its last good version, or out. <paramref name="served"/> are the sources of
/// this process's last build, null if there is none.</summary>
internal sealed class StepRounds(StepCompilation compilation, StepCache cache, ToolProcess process, IReadOnlyDictionary<string, byte[]>? served)
{
    // Each round costs a compilation. Syntax errors hide the others, and a file that is left out can break those that use it; deeper chains are given up.
    private const int Most = 8;

    private readonly HashSet<string> _restored = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, byte[]>? _good;

    /// <returns>Null if nothing could be built, or if the served build must go on as a whole.</returns>
    public async Task<StepRoundsResult?> RunAsync(IReadOnlyList<SourceFile> sources, StepErrorList errors, CancellationToken cancellationToken)
    {
        var current = new SortedDictionary<string, SourceFile>(sources.ToDictionary(source => source.RelativePath), StringComparer.Ordinal);
        for (var round = 0; round < Most && current.Count > 0; round++)
        {
            var (build, diagnostics) = await CompileAsync(current.Values, cancellationToken);
            if (build is not null)
            {
                return new StepRoundsResult(build, [.. current.Values], _restored);
            }

            var broken = Report(diagnostics, current, errors);
            if (broken.Count == 0 || !broken.All(source => TakeBack(source, current)))
            {
                return null;
            }
        }

        return null;
    }

    private async Task<(CachedBuild? Build, IReadOnlyList<CompilerDiagnostic> Errors)> CompileAsync(
        IReadOnlyCollection<SourceFile> sources, CancellationToken cancellationToken)
    {
        var key = compilation.Key(sources);
        if (cache.Find(key) is { } hit)
        {
            return (hit, []);
        }

        var work = cache.NewWorkFolder();
        try
        {
            var diagnostics = await compilation.RunAsync(sources, work, cache.EntryFolder(key), key, process, cancellationToken);
            return diagnostics.Count == 0 ? (cache.Commit(work, key, compilation.AssemblyFile(key)), []) : (null, diagnostics);
        }
        finally
        {
            if (Directory.Exists(work))
            {
                cache.Remove(work);
            }
        }
    }

    // An error in a text that was put back is not the author's; that file counts as broken all the same.
    private List<SourceFile> Report(IReadOnlyList<CompilerDiagnostic> diagnostics, SortedDictionary<string, SourceFile> current, StepErrorList errors)
    {
        var broken = new Dictionary<string, SourceFile>(StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.File is { } file && current.TryGetValue(file.Replace('\\', '/'), out var source))
            {
                broken[source.RelativePath] = source;
                if (!_restored.Contains(source.RelativePath))
                {
                    errors.Add(source.FullPath, diagnostic.Line, diagnostic.Message);
                }
            }
            else
            {
                errors.Add(diagnostic, compilation.SourceDirectory);
            }
        }

        return [.. broken.Values];
    }

    // False if the file was served and its last good version is what does not compile: then something it uses has changed under it.
    private bool TakeBack(SourceFile source, SortedDictionary<string, SourceFile> current)
    {
        _good ??= served ?? cache.LatestSources();
        if (_good.TryGetValue(source.RelativePath, out var text) && !text.AsSpan().SequenceEqual(source.Content))
        {
            current[source.RelativePath] = source with { Content = text };
            _restored.Add(source.RelativePath);
            return true;
        }

        _restored.Remove(source.RelativePath);
        current.Remove(source.RelativePath);
        return served?.ContainsKey(source.RelativePath) != true;
    }
}
