using System.Reflection;
using Motia.Grains;
using Motia.Silo.Compilation;

namespace Motia.Silo.Steps;

/// <summary>The steps of one folder: what it compiles to, loaded; of a file that broke, the last good version.</summary>
internal sealed class StepFolderSteps(string directory, string projectDirectory, StepFolder folder, StepReader reader, IServiceProvider services) : IDisposable
{
    private readonly string _whole = StepErrorList.Display(projectDirectory, Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
    private readonly List<StepModule> _replaced = [];
    private IReadOnlyList<StepError> _buildErrors = [];
    private List<StepError> _loadErrors = [];
    private IReadOnlyList<string> _kept = [];
    private string _hash = "";

    public string Directory => directory;

    public IReadOnlyList<LoadedStep> Steps { get; private set; } = [];

    public IReadOnlyList<StepError> Errors { get; private set; } = [];

    /// <summary>Of what an older version is served: files, or the directory as a whole; as people see them.</summary>
    public IReadOnlyList<string> LastGood { get; private set; } = [];

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
            var isSwap = _hash.Length > 0;
            _hash = build.Hash;
            Swap(build);
            Swaps += isSwap ? 1 : 0;
        }

        // Of a file that does not compile, an older version is loaded; its errors are not those of the file.
        Errors = [.. build.Errors, .. _loadErrors.Where(error => build.Errors.All(broken => broken.File != error.File)), .. OtherLanguages()];
        LastGood = [.. build.LastGood.Concat(_kept).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Steps = [.. Steps.Select(step => IsOfLastGood(step) == step.IsStale ? step : step with { IsStale = !step.IsStale })];
        return true;
    }

    /// <summary>Lets go of the modules that no step is served from any more, once nobody is sent to them.</summary>
    public void ReleaseReplaced()
    {
        foreach (var module in _replaced)
        {
            module.Exit();
        }

        _replaced.Clear();
    }

    public void Dispose() => folder.Dispose();

    private bool IsOfLastGood(LoadedStep step) => LastGood.Contains(step.Description.File) || LastGood.Contains(_whole);

    private StepError OfStartup(Assembly assembly, string message)
    {
        using var lines = new SourceLines(assembly);
        var at = assembly.GetTypes().Where(type => type.Name == "Startup").Select(lines.OfType).FirstOrDefault(line => line is not null);
        return new StepError(SourceTree.Relative(projectDirectory, at?.File ?? Path.Combine(directory, "Startup.cs")), at?.Line, message);
    }

    // Files of languages that nothing here runs must not just be passed over.
    private IEnumerable<StepError> OtherLanguages() =>
        from file in SourceTree.Files(directory, ".ts", ".js", ".py")
        let name = Path.GetFileNameWithoutExtension(file)
        where name.EndsWith(".step", StringComparison.Ordinal) || name.EndsWith("_step", StringComparison.Ordinal)
        select new StepError(
            SourceTree.Relative(projectDirectory, file), null, "steps in this language are not run; a step is a C# file named *.step.cs or *_step.cs.");

    private void Swap(StepFolderBuild build)
    {
        var before = Steps;
        Steps = build.AssemblyPath is null ? [] : Load(build, before);
        _replaced.AddRange(before.Select(step => step.Module).Distinct().Except(Steps.Select(step => step.Module)));
    }

    private IReadOnlyList<LoadedStep> Load(StepFolderBuild build, IReadOnlyList<LoadedStep> before)
    {
        StepModule module;
        var assembly = new StepLoadContext(build.AssemblyPath!, build.HasDependencies).LoadFromAssemblyPath(build.AssemblyPath!);
        try
        {
            module = StepModule.Of(assembly, services);
        }
        catch (InvalidStepException mistake)
        {
            _loadErrors.Add(OfStartup(assembly, mistake.Message));
            _kept = before.Count > 0 ? [_whole] : [];
            return before;
        }

        var steps = reader.Read(new StepSource(assembly, projectDirectory, build.StepFiles), module, _loadErrors);
        var broken = _loadErrors.Select(error => error.File).ToHashSet(StringComparer.Ordinal);
        var kept = before.Where(step => broken.Contains(step.Description.File) && !steps.Any(now => now.Description.File == step.Description.File)).ToArray();
        _kept = [.. kept.Select(step => step.Description.File)];
        if (steps.Count == 0)
        {
            _replaced.Add(module);
        }

        return [.. steps, .. kept];
    }
}
