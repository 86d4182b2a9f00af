using Motia.Silo.Compilation;

namespace Motia.Silo.Runners;

/// <summary>
/// The files of a project whose changes reload the steps of one language: its sources in the steps directories, JSON beside steps, the project's own settings, and elsewhere what
/// runners have loaded, with what lies beside it. The project as a whole may be the root of a disk, and is never walked.
/// </summary>
/// <remarks>JSON elsewhere may be what a step writes while it runs.</remarks>
internal sealed class RunnerFiles(RunnerProject project, RunnerLanguage language) : IWatchedFiles
{
    private readonly string[] _settings = [".env", "package.json", "tsconfig.json", .. language.ProjectConfigs];
    private readonly IReadOnlyList<string> _sources = language.Sources;
    private readonly string[] _extensions = [.. language.Sources, ".json"];
    private volatile RunnerModules _modules = RunnerModules.None;
    private RunnerModules _extended = RunnerModules.None;

    public string Name => project.Directory;

    /// <summary>What runners have loaded; watched from now on.</summary>
    public RunnerModules Modules
    {
        get => _modules;
        set => _modules = value;
    }

    public IEnumerable<WatchedFolder> Folders()
    {
        var modules = _modules;
        return project.Folders.SelectMany(SourceTree.Around)
            .Concat(modules.Directories.Order(StringComparer.Ordinal).Prepend(project.Directory).Where(directory => !IsInSteps(directory)).Select(Existing).OfType<string>()
                .Select(directory => new WatchedFolder(directory, IsDeep: false)))
            .Distinct();
    }

    public bool IsSource(string path) => IsSource(path, _modules);

    public bool IsSkipped(string path) => !IsSource(path) && FolderOf(path) is { } folder && RunnerProject.IsSkipped(folder, path);

    public FolderFingerprint Look(FolderFingerprint before)
    {
        var modules = _modules;
        return FolderFingerprint.Of(
            project.Folders,
            _extensions,
            () => _settings.Select(name => Path.Combine(project.Directory, name)).Concat(Elsewhere(modules)),
            path => IsSource(path, modules),
            before);
    }

    public FolderFingerprint Extend(FolderFingerprint seen)
    {
        var (modules, before) = (_modules, _extended);
        if (modules == before)
        {
            return seen;
        }

        _extended = modules;

        // What was written since the load began may not be what was loaded, and counts as changed.
        return seen.Extend(Look(seen), (path, written) => !IsSource(path, before) && written < modules.Began, path => IsSource(path, modules));
    }

    private static bool IsBelow(string folder, string path) => path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private bool IsSource(string path, RunnerModules modules) =>
        IsSetting(path) || (_sources.Contains(Path.GetExtension(path), StringComparer.Ordinal)
            ? modules.Has(path) || IsOwn(path) || (modules.IsBeside(path) && !Path.GetFileName(path).StartsWith('.'))
            : Path.GetExtension(path) == ".json" && IsOwn(path));

    // A file of the steps directories that people write.
    private bool IsOwn(string path) => FolderOf(path) is { } folder && !RunnerProject.IsSkipped(folder, path);

    private bool IsSetting(string path) => _settings.Contains(Path.GetFileName(path), StringComparer.Ordinal) && Path.GetDirectoryName(path) == project.Directory;

    private string? FolderOf(string path) => project.Folders.FirstOrDefault(folder => IsBelow(folder, path));

    private bool IsInSteps(string directory) => project.Folders.Contains(directory, StringComparer.Ordinal) || IsOwn(Path.Combine(directory, "any"));

    // The folder above tells when one appears.
    private static string? Existing(string? directory)
    {
        while (directory is not null && !Directory.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory;
    }

    private IEnumerable<string> Elsewhere(RunnerModules modules) =>
        modules.Directories.Where(directory => !IsInSteps(directory)).SelectMany(FilesIn).Where(path => IsSource(path, modules));

    private static IEnumerable<string> FilesIn(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory)] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone since it was asked for, or not to be read: then nothing is loaded from it either.
            return [];
        }
    }
}
