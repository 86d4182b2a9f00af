using Motia.Silo.Compilation;

namespace Motia.Silo.Runners;

/// <summary>The files of a project whose changes reload the steps of one language: its sources wherever they are, JSON beside steps, the project's own settings.</summary>
/// <remarks>JSON elsewhere may be what a step writes while it runs.</remarks>
internal sealed class RunnerFiles(RunnerProject project, RunnerLanguage language) : IWatchedFiles
{
    private static readonly string[] Settings = [".env", "package.json", "tsconfig.json"];
    private readonly string[] _extensions = [.. language.Extensions, ".json"];

    public string Name => project.Directory;

    // A project has thousands of folders with packages, which must not cost a watch each: of the project itself only what is not skipped.
    public IEnumerable<WatchedFolder> Folders() =>
    [
        .. Directory.Exists(project.Directory) ? [new WatchedFolder(project.Directory, IsDeep: false), .. Children()] : Array.Empty<WatchedFolder>(),
        .. project.Folders.Where(folder => Directory.Exists(folder) && !IsBelow(project.Directory, folder)).Select(folder => new WatchedFolder(folder, IsDeep: true)),
    ];

    public bool IsSource(string path) =>
        language.Extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal)
        || (Path.GetExtension(path) == ".json" && project.Folders.Any(folder => IsBelow(folder, path)))
        || (Settings.Contains(Path.GetFileName(path), StringComparer.Ordinal) && Path.GetDirectoryName(path) == project.Directory);

    public bool IsSkipped(string path) =>
        RunnerProject.IsSkipped(project.Folders.FirstOrDefault(folder => !IsBelow(project.Directory, folder) && IsBelow(folder, path)) ?? project.Directory, path);

    public FolderFingerprint Look(FolderFingerprint before) => FolderFingerprint.Of(
        [project.Directory, .. project.Folders.Where(folder => !IsBelow(project.Directory, folder))],
        _extensions,
        () => Settings.Select(name => Path.Combine(project.Directory, name)),
        path => IsSource(path) && !IsSkipped(path),
        before);

    private static bool IsBelow(string folder, string path) => path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private IEnumerable<WatchedFolder> Children()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(project.Directory).Where(child => !IsSkipped(Path.Combine(child, "any"))).Select(child => new WatchedFolder(child, IsDeep: true))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone since it was asked for, or not to be read: the looks find what changes.
            return [];
        }
    }
}
