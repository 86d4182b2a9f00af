using System.Reflection;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Compilation;

namespace Motia.Silo.Steps;

/// <summary>The steps and streams of one folder: what it compiles to, loaded; of a file that broke, the last good version.</summary>
internal sealed class StepFolderSteps(
    string directory, string projectDirectory, StepFolder folder, StepReader reader, IServiceProvider services, ILogger<SourceWatcher> watchLogger, LookedAtOnly lookedAtOnly, TimeProvider time) : IStepSource
{
    private readonly string _whole = StepErrorList.Display(projectDirectory, Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
    private readonly ServedSteps _served = new();
    private SourceWatcher? _watcher;
    private (StepFolderBuild Build, LoadedFolder? Loaded) _next;
    private StepModule? _module;
    private IReadOnlyList<StepError> _buildErrors = [];
    private IReadOnlyList<StepError> _loadErrors = [];
    private IReadOnlyList<string> _kept = [];
    private string _hash = "";

    public IReadOnlyList<LoadedStep> Steps => _served.Steps;

    public IReadOnlyList<LoadedStream> Streams => _served.Streams;

    public IReadOnlyList<StepModule> Guards => [];

    public IReadOnlyList<StepError> Errors { get; private set; } = [];

    public IReadOnlyList<string> LastGood { get; private set; } = [];

    /// <summary>The classes that look like steps and are passed over because of their file's name.</summary>
    public IReadOnlyList<StepError> Warnings { get; private set; } = [];

    /// <summary>How many assemblies took another's place. A swapped-out assembly stays in memory: serializers keep its types.</summary>
    public int Swaps { get; private set; }

    /// <summary>Compiles the folder and loads what came of it.</summary>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var build = await folder.BuildAsync(cancellationToken);
        if (build.Hash == _hash && build.Errors.SequenceEqual(_buildErrors))
        {
            return false;
        }

        _next = (build, build.Hash == _hash || build.AssemblyPath is null ? null : Load(build));
        return true;
    }

    public void Take()
    {
        var (build, loaded) = _next;
        _buildErrors = build.Errors;
        if (build.Hash != _hash)
        {
            Swaps += _hash.Length > 0 ? 1 : 0;
            _hash = build.Hash;
            Swap(loaded);
        }

        // Of a file that does not compile, an older version is loaded; its errors are not those of the file.
        Errors = [.. build.Errors, .. _loadErrors.Where(error => build.Errors.All(broken => broken.File != error.File)), .. OtherLanguages()];
        LastGood = [.. build.LastGood.Where(IsServed).Concat(_kept).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _served.MarkStale((module, file) => module != _module || build.LastGood.Contains(file) || build.LastGood.Contains(_whole));
    }

    public async Task StartAsync(Func<CancellationToken, Task> reload, bool watches)
    {
        if (watches)
        {
            _watcher = new SourceWatcher(new StepFolderFiles(directory, projectDirectory), reload, watchLogger, time, seen: null, lookedAtOnly);

            // What was saved between the first build and the watching.
            await reload(CancellationToken.None);
        }
    }

    public async Task StopAsync()
    {
        if (_watcher is { } watcher)
        {
            _watcher = null;
            await watcher.DisposeAsync();
        }
    }

    public void ReleaseReplaced(IReadOnlySet<StepModule> served) => _served.ReleaseReplaced(served);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    // What compiled once may never have been a step that could be loaded; what the steps of other files use was good as it compiled.
    private bool IsServed(string lastGood) =>
        lastGood == _whole ? !_served.IsEmpty
        : SourceFile.IsStepFile(lastGood) ? Steps.Any(step => step.Description.File == lastGood)
        : !SourceFile.IsStreamFile(lastGood) || Streams.Any(stream => stream.Description.File == lastGood);

    private StepError OfStartup(Assembly assembly, string message)
    {
        using var lines = new SourceLines(assembly);
        var at = assembly.GetTypes().Where(type => type.Name == "Startup").Select(lines.OfType).FirstOrDefault(line => line is not null);
        return new StepError(SourceTree.Relative(projectDirectory, at?.File ?? Path.Combine(directory, "Startup.cs")), at?.Line, message);
    }

    // Files of a language that nothing runs must not just be passed over.
    private IEnumerable<StepError> OtherLanguages() =>
        from file in FilesOfOtherLanguages()
        where SourceFile.IsNamedAsStepOrStream(file)
        select new StepError(
            SourceTree.Relative(projectDirectory, file),
            null,
            SourceFile.IsNamedAsStep(file)
                ? "steps in this language are not run; write it in C#, TypeScript, JavaScript or Python."
                : "streams in this language are not read; write it in C#, TypeScript, JavaScript or Python.");

    private IReadOnlyList<string> FilesOfOtherLanguages()
    {
        try
        {
            return SourceTree.Files(directory, ".rb");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The directory is gone or may not be read: its build says so.
            return [];
        }
    }

    // Null when the folder has nothing that is loaded any more.
    private void Swap(LoadedFolder? loaded)
    {
        (_loadErrors, Warnings, _kept) = ([], [], []);
        if (loaded is null)
        {
            _served.Clear();
            return;
        }

        (_module, _loadErrors) = (loaded.Module, loaded.Findings.Errors);
        if (_module is null)
        {
            _kept = _served.IsEmpty ? [] : [_whole];
            return;
        }

        Warnings = [.. loaded.Findings.PassedOver.Where(found => IsHere(found.At.File)).Select(found => PassedOver(found.Type, found.At))];
        _kept = _served.Replace([_module], loaded.Steps, loaded.Findings);
    }

    private LoadedFolder Load(StepFolderBuild build)
    {
        var findings = new StepFindings();
        var assembly = new StepLoadContext(build.AssemblyPath!, build.HasDependencies).LoadFromAssemblyPath(build.AssemblyPath!);
        try
        {
            var module = StepModule.Of(assembly, services);
            return new LoadedFolder(module, reader.Read(new StepSource(assembly, projectDirectory, build.StepFiles), module, findings), findings);
        }
        catch (InvalidStepException mistake)
        {
            findings.Errors.Add(OfStartup(assembly, mistake.Message));
            return new LoadedFolder(null, [], findings);
        }
    }

    private bool IsHere(string file) => !Path.GetRelativePath(directory, file).StartsWith("..", StringComparison.Ordinal);

    private StepError PassedOver(StepType type, SourceLine at) => new(
        SourceTree.Relative(projectDirectory, at.File),
        at.Line,
        $"{type.Type.Name} has the \"Config\" of a {(type.IsStream ? "stream" : "step")}, but is not loaded because of its file's name; name the file "
            + $"{Path.GetFileNameWithoutExtension(at.File)}.{(type.IsStream ? "stream" : "step")}.cs.");
}
