namespace Motia.Silo.Compilation;

/// <summary>The C# and project files of one steps directory.</summary>
internal sealed class StepFolderFiles(string directory, string projectDirectory) : IWatchedFiles
{
    private static readonly string[] Extensions = [".cs", ".csproj"];
    private readonly string _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
    private readonly string _projectDirectory = Path.GetFullPath(projectDirectory);

    public string Name => _directory;

    public IEnumerable<WatchedFolder> Folders() => SourceTree.Around(_directory);

    public bool IsSource(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    public bool IsSkipped(string path) => SourceTree.IsSkipped(_directory, path);

    public FolderFingerprint Look(FolderFingerprint before) =>
        FolderFingerprint.Of([_directory], Extensions, () => ProjectFile.Candidates(_directory, _projectDirectory), _ => true, before);

    public FolderFingerprint Extend(FolderFingerprint seen) => seen;
}
