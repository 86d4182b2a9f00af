namespace Motia.Silo.Compilation;

/// <summary>What a steps directory looked like at one moment: its C# and project files with length and time of change, and the folders that may not be read.</summary>
internal sealed class FolderFingerprint(IReadOnlyDictionary<string, (long Length, long Ticks)> files)
{
    public static readonly FolderFingerprint None = new(new Dictionary<string, (long, long)>());

    private static readonly (long Length, long Ticks) Unreadable = (-1, 0);

    private readonly IReadOnlyDictionary<string, (long Length, long Ticks)> _files = files;

    /// <summary>A directory that is missing is an empty one; one that cannot be read keeps its stamps.</summary>
    public static FolderFingerprint Of(string directory, string projectDirectory, FolderFingerprint before)
    {
        try
        {
            var (own, unreadable) = Directory.Exists(directory) ? SourceTree.Look(directory, ".cs", ".csproj") : ([], []);
            var files = own.Concat(ProjectFile.Candidates(directory, projectDirectory))
                .Distinct(StringComparer.Ordinal)
                .Select(path => new FileInfo(path))
                .Where(file => file.Exists)
                .Select(file => KeyValuePair.Create(file.FullName, (file.Length, file.LastWriteTimeUtc.Ticks)));
            return new FolderFingerprint(files.Concat(unreadable.Select(folder => KeyValuePair.Create(folder.Path, Unreadable))).ToDictionary(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder vanished while it was listed, or may not be listed: the next look comes soon.
            return before;
        }
    }

    public bool SameAs(FolderFingerprint other) =>
        _files.Count == other._files.Count && _files.All(file => other._files.TryGetValue(file.Key, out var stamp) && stamp == file.Value);
}
