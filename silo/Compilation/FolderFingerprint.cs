namespace Motia.Silo.Compilation;

/// <summary>What sources looked like at one moment: files with length and time of change, and the folders that may not be read.</summary>
internal sealed class FolderFingerprint(IReadOnlyDictionary<string, (long Length, long Ticks)> files)
{
    public static readonly FolderFingerprint None = new(new Dictionary<string, (long, long)>());

    private static readonly (long Length, long Ticks) Unreadable = (-1, 0);

    private readonly IReadOnlyDictionary<string, (long Length, long Ticks)> _files = files;

    /// <summary>A directory that is missing is an empty one; one that cannot be read keeps its stamps.</summary>
    /// <param name="directories">Where the files are.</param>
    /// <param name="extensions">How their names end.</param>
    /// <param name="others">Tells which files belong to them besides.</param>
    /// <param name="counts">Whether a file found belongs to them.</param>
    /// <param name="before">What was seen before; the answer if this can't be.</param>
    public static FolderFingerprint Of(IEnumerable<string> directories, string[] extensions, Func<IEnumerable<string>> others, Func<string, bool> counts, FolderFingerprint before)
    {
        try
        {
            var looks = directories.Where(Directory.Exists).Select(directory => SourceTree.Look(directory, extensions)).ToArray();
            var unreadable = looks.SelectMany(look => look.Unreadable).DistinctBy(folder => folder.Path);
            var files = looks.SelectMany(look => look.Files).Where(counts).Concat(others())
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

    /// <summary>This one with files that were found only since, and without some of its own.</summary>
    /// <param name="now">What is found now.</param>
    /// <param name="isAdded">Whether a file that is found only now is as it was then, by when it was written last.</param>
    /// <param name="isKept">Whether a file still belongs to them.</param>
    public FolderFingerprint Extend(FolderFingerprint now, Func<string, DateTime, bool> isAdded, Func<string, bool> isKept) => new(
        _files.Where(file => file.Value == Unreadable || isKept(file.Key))
            .Concat(now._files.Where(file => !_files.ContainsKey(file.Key) && isAdded(file.Key, new DateTime(file.Value.Ticks, DateTimeKind.Utc))))
            .ToDictionary(StringComparer.Ordinal));

    public bool SameAs(FolderFingerprint other) =>
        _files.Count == other._files.Count && _files.All(file => other._files.TryGetValue(file.Key, out var stamp) && stamp == file.Value);
}
