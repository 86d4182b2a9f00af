using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Microsoft.Extensions.Logging;
using Motia.Grains;

namespace Motia.Silo.Compilation;

/// <summary>A steps directory that is compiled while the silo runs. Mistakes in it are answers, never exceptions.</summary>
internal sealed partial class StepFolder : IDisposable
{
    private readonly string _directory;
    private readonly string _projectDirectory;
    private readonly StepCache _cache;
    private readonly ToolProcess _process;
    private readonly DotnetSdkLocator _locator;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _oneBuild = new(1);
    private (StepFolderBuild Build, IReadOnlyDictionary<string, byte[]> Sources)? _last;
    private bool _cleaned;

    /// <summary>Errors are relative to <paramref name="projectDirectory"/>, where a .csproj is looked for too. All steps directories share one
    /// <paramref name="cacheDirectory"/>: <see cref="StepCacheLocation.Path"/>.</summary>
    public StepFolder(string directory, string projectDirectory, string cacheDirectory, ToolProcess process, ILogger logger, TimeProvider time)
    {
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        _projectDirectory = Path.GetFullPath(projectDirectory);
        _process = process;
        _locator = new DotnetSdkLocator(process, DotnetSdkLocator.HostRoots());
        _logger = logger;
        _time = time;
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_directory)))[..16];
        _cache = new StepCache(Path.Combine(Path.GetFullPath(cacheDirectory), id), logger, time);
    }

    /// <summary>
    /// Compiles what the directory holds now. A file with errors is reported and its last good version is compiled in its place; without one it is left out. Where that
    /// does not fit together (a helper changed under the steps that use it), the last build of this process goes on serving as a whole.
    /// </summary>
    public async Task<StepFolderBuild> BuildAsync(CancellationToken cancellationToken)
    {
        await _oneBuild.WaitAsync(cancellationToken);
        try
        {
            return await BuildOnceAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed([OnDirectory($"the steps directory cannot be compiled: {e.Message}")]);
        }
        finally
        {
            _oneBuild.Release();
        }
    }

    public void Dispose() => _oneBuild.Dispose();

    private async Task<StepFolderBuild> BuildOnceAsync(CancellationToken cancellationToken)
    {
        if (!_cleaned)
        {
            _cache.RemoveAbandonedWork();
            _cleaned = true;
        }

        var errors = new StepErrorList(_directory, _projectDirectory);
        var sources = ReadSources(errors);
        if (sources.Count == 0)
        {
            _last = null;
            return Empty(errors.All);
        }

        var project = FindProject(errors);
        if (await _locator.FindAsync(cancellationToken) is not { } sdk)
        {
            return Failed([.. errors.All, OnDirectory(_locator.NotFound)]);
        }

        if (project is { NeedsBuild: true })
        {
            return await BuildProjectAsync(project, sdk, sources, errors, cancellationToken);
        }

        var references = ReferenceSet.For(sdk, Environment.Version);
        var compilation = new StepCompilation(_directory, sdk, references, project?.GlobalUsings ?? "");
        return await new StepRounds(compilation, _cache, _process, _last?.Sources).RunAsync(sources, errors, cancellationToken) is { } done
            ? Succeeded(done.Build, hasDependencies: false, done.Sources, done.Restored, errors)
            : Failed(errors.All);
    }

    private async Task<StepFolderBuild> BuildProjectAsync(
        ProjectFile project, DotnetSdk sdk, IReadOnlyList<SourceFile> sources, StepErrorList errors, CancellationToken cancellationToken)
    {
        LogBuildingProject(_logger, project.Path);
        var (build, diagnostics) = await new ProjectBuild(project.Path, sdk, _cache, _process).RunAsync(cancellationToken);
        if (build is not null)
        {
            return Succeeded(build, hasDependencies: true, sources, [], errors);
        }

        foreach (var diagnostic in diagnostics)
        {
            errors.Add(diagnostic, Path.GetDirectoryName(project.Path)!);
        }

        return Failed(errors.All);
    }

    private List<SourceFile> ReadSources(StepErrorList errors)
    {
        var sources = new List<SourceFile>();
        var (files, unreadable) = SourceTree.Look(_directory, ".cs");
        foreach (var folder in unreadable)
        {
            errors.Add(folder.Path, null, $"the folder cannot be read, so its steps are left out; give the user that runs the silo the right to read it: {folder.Reason}");
        }

        foreach (var path in files)
        {
            try
            {
                sources.Add(new SourceFile(SourceTree.Relative(_directory, path), path, File.ReadAllBytes(path)));
            }
            catch (FileNotFoundException)
            {
                // Deleted since it was listed: it is no longer a source.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                errors.Add(path, null, $"the file cannot be read: {e.Message}");
            }
        }

        return sources;
    }

    private ProjectFile? FindProject(StepErrorList errors)
    {
        var candidates = ProjectFile.Candidates(_directory, _projectDirectory);
        if (candidates.Count > 1)
        {
            var names = string.Join(", ", candidates.Select(Path.GetFileName));
            errors.Add(_directory, null, $"there are {candidates.Count} project files ({names}); keep one, so that it is clear which references the steps have.");
            return null;
        }

        try
        {
            return candidates.Count == 1 ? ProjectFile.Read(candidates[0]) : null;
        }
        catch (XmlException e)
        {
            errors.Add(candidates[0], e.LineNumber, $"the project file is not XML: {e.Message}");
            return null;
        }
    }

    private StepFolderBuild Succeeded(
        CachedBuild build, bool hasDependencies, IReadOnlyCollection<SourceFile> sources, IReadOnlyCollection<string> restored, StepErrorList errors)
    {
        var stepFiles = sources.Where(source => source.HasConfig).Select(source => source.FullPath).ToHashSet(StringComparer.Ordinal);
        string[] lastGood = [.. sources.Where(source => restored.Contains(source.RelativePath)).Select(source => StepErrorList.Display(_projectDirectory, source.FullPath))];
        var result = new StepFolderBuild(build.AssemblyPath, hasDependencies, build.Key, errors.All, lastGood, stepFiles);
        _last = (result, sources.ToDictionary(source => source.RelativePath, source => source.Content, StringComparer.Ordinal));
        return result;
    }

    private StepFolderBuild Failed(IReadOnlyList<StepError> errors) =>
        _last is { } last ? last.Build with { Errors = errors, LastGood = [StepErrorList.Display(_projectDirectory, _directory)] } : Empty(errors);

    private static StepFolderBuild Empty(IReadOnlyList<StepError> errors) => new(null, false, "", errors, [], new HashSet<string>());

    private StepError OnDirectory(string message) => new(StepErrorList.Display(_projectDirectory, _directory), null, message);
}
