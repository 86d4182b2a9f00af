using System.Reflection;
using Motia.Grains;
using Motia.Silo.Compilation;

namespace Motia.Silo.Steps;

/// <summary>The steps and streams of one folder: what it compiles to, loaded; of a file that broke, the last good version.</summary>
internal sealed class StepFolderSteps(string directory, string projectDirectory, StepFolder folder, StepReader reader, IServiceProvider services) : IDisposable
{
    private readonly string _whole = StepErrorList.Display(projectDirectory, Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
    private readonly List<StepModule> _replaced = [];
    private StepModule? _module;
    private IReadOnlyList<StepError> _buildErrors = [];
    private IReadOnlyList<StepError> _loadErrors = [];
    private IReadOnlyList<string> _kept = [];
    private string _hash = "";

    public string Directory => directory;

    public IReadOnlyList<LoadedStep> Steps { get; private set; } = [];

    public IReadOnlyList<LoadedStream> Streams { get; private set; } = [];

    public IReadOnlyList<StepError> Errors { get; private set; } = [];

    /// <summary>Of what an older version is served: files, or the directory as a whole; as people see them.</summary>
    public IReadOnlyList<string> LastGood { get; private set; } = [];

    /// <summary>The classes that look like steps and are passed over because of their file's name.</summary>
    public IReadOnlyList<StepError> Warnings { get; private set; } = [];

    /// <summary>How many assemblies took another's place. A swapped-out assembly stays in memory: serializers keep its types.</summary>
    public int Swaps { get; private set; }

    /// <summary>Compiles the folder and loads what came of it.</summary>
    /// <returns>Whether steps or errors are other ones than before.</returns>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var build = await folder.BuildAsync(cancellationToken);
        if (build.Hash == _hash && build.Errors.SequenceEqual(_buildErrors))
        {
            return false;
        }

        _buildErrors = build.Errors;
        if (build.Hash != _hash)
        {
            _loadErrors = [];
            _kept = [];
            Warnings = [];
            var isSwap = _hash.Length > 0;
            _hash = build.Hash;
            Swap(build);
            Swaps += isSwap ? 1 : 0;
        }

        // Of a file that does not compile, an older version is loaded; its errors are not those of the file.
        Errors = [.. build.Errors, .. _loadErrors.Where(error => build.Errors.All(broken => broken.File != error.File)), .. OtherLanguages()];
        LastGood = [.. build.LastGood.Where(IsServed).Concat(_kept).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Steps = [.. Steps.Select(step => IsStale(step.Module, step.Description.File, build) is var isStale && isStale == step.IsStale ? step : step with { IsStale = isStale })];
        Streams = [.. Streams.Select(stream => stream with { IsStale = IsStale(stream.Module, stream.Description.File, build) })];
        return true;
    }

    /// <summary>Lets go of the modules that no step is served from any more, once nobody is sent to them.</summary>
    /// <param name="served">The modules that anything is served from.</param>
    public void ReleaseReplaced(IReadOnlySet<StepModule> served)
    {
        foreach (var module in _replaced.Where(module => !served.Contains(module)))
        {
            module.Exit();
        }

        _replaced.RemoveAll(module => !served.Contains(module));
    }

    public void Dispose() => folder.Dispose();

    // What compiled once may never have been a step that could be loaded; what the steps of other files use was good as it compiled.
    private bool IsServed(string lastGood) =>
        lastGood == _whole ? Steps.Count + Streams.Count > 0
        : SourceFile.IsStepFile(lastGood) ? Steps.Any(step => step.Description.File == lastGood)
        : !SourceFile.IsStreamFile(lastGood) || Streams.Any(stream => stream.Description.File == lastGood);

    private bool IsStale(StepModule module, string file, StepFolderBuild build) =>
        module != _module || build.LastGood.Contains(file) || build.LastGood.Contains(_whole);

    private StepError OfStartup(Assembly assembly, string message)
    {
        using var lines = new SourceLines(assembly);
        var at = assembly.GetTypes().Where(type => type.Name == "Startup").Select(lines.OfType).FirstOrDefault(line => line is not null);
        return new StepError(SourceTree.Relative(projectDirectory, at?.File ?? Path.Combine(directory, "Startup.cs")), at?.Line, message);
    }

    // Files of languages that nothing here runs must not just be passed over.
    private IEnumerable<StepError> OtherLanguages() =>
        from file in FilesOfOtherLanguages()
        let isStep = SourceFile.IsNamedAsStep(file)
        where isStep || SourceFile.IsNamedAsStream(file)
        select new StepError(
            SourceTree.Relative(projectDirectory, file),
            null,
            isStep
                ? "steps in this language are not run; a step is a C# file named *.step.cs or *_step.cs."
                : "streams in this language are not read; a stream is a C# file named *.stream.cs or *_stream.cs.");

    private IReadOnlyList<string> FilesOfOtherLanguages()
    {
        try
        {
            return SourceTree.Files(directory, ".ts", ".js", ".py");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The directory is gone or may not be read: its build says so.
            return [];
        }
    }

    private void Swap(StepFolderBuild build)
    {
        var before = Modules().ToArray();
        if (build.AssemblyPath is null)
        {
            (Steps, Streams) = ([], []);
        }
        else
        {
            Load(build);
        }

        _replaced.AddRange(before.Except(Modules()));
    }

    private IEnumerable<StepModule> Modules() => Steps.Select(step => step.Module).Concat(Streams.Select(stream => stream.Module)).Distinct();

    private void Load(StepFolderBuild build)
    {
        StepModule module;
        var assembly = new StepLoadContext(build.AssemblyPath!, build.HasDependencies).LoadFromAssemblyPath(build.AssemblyPath!);
        try
        {
            module = StepModule.Of(assembly, services);
        }
        catch (InvalidStepException mistake)
        {
            _loadErrors = [OfStartup(assembly, mistake.Message)];
            _module = null;
            _kept = Steps.Count + Streams.Count > 0 ? [_whole] : [];
            return;
        }

        _module = module;
        var findings = new StepFindings();
        var steps = reader.Read(new StepSource(assembly, projectDirectory, build.StepFiles), module, findings);
        _loadErrors = findings.Errors;
        Warnings = [.. findings.PassedOver.Where(found => IsHere(found.At.File)).Select(found => PassedOver(found.Type, found.At))];
        var broken = findings.Errors.Select(error => error.File).ToHashSet(StringComparer.Ordinal);
        var kept = Steps.Where(step => IsBroken(step.Description.File, step.TypeName, steps.Select(now => now.Description.File))
            && !steps.Any(now => now.Description.Name == step.Description.Name)).ToArray();
        var keptStreams = Streams.Where(stream => IsBroken(stream.Description.File, stream.TypeName, findings.Streams.Select(now => now.Description.File))
            && !findings.Streams.Any(now => now.Description.Name == stream.Description.Name)).ToArray();
        _kept = [.. kept.Select(step => step.Description.File), .. keptStreams.Select(stream => stream.Description.File)];
        if (steps.Count + findings.Streams.Count == 0)
        {
            _replaced.Add(module);
        }

        (Steps, Streams) = ([.. steps, .. kept], [.. findings.Streams, .. keptStreams]);

        // Where nothing of a file is left its mistakes may be of any of them, under a new name too; otherwise one that is gone was taken out.
        bool IsBroken(string file, string type, IEnumerable<string> loaded) => broken.Contains(file) && (findings.BrokenTypes.Contains(type) || !loaded.Contains(file));
    }

    private bool IsHere(string file) => !Path.GetRelativePath(directory, file).StartsWith("..", StringComparison.Ordinal);

    private StepError PassedOver(StepType type, SourceLine at) => new(
        SourceTree.Relative(projectDirectory, at.File),
        at.Line,
        $"{type.Type.Name} has the \"Config\" of a {(type.IsStream ? "stream" : "step")}, but is not loaded because of its file's name; name the file "
            + $"{Path.GetFileNameWithoutExtension(at.File)}.{(type.IsStream ? "stream" : "step")}.cs.");
}
