namespace Motia.Silo.Compilation;

/// <summary>Finds the files of a directory tree that people write: not those of build output and packages, nor what begins with a dot.</summary>
internal static class SourceTree
{
    // These may hold thousands of folders, each of which costs a watch.
    private static readonly HashSet<string> Large = new(StringComparer.Ordinal) { "artifacts", "node_modules", "python_modules" };
    private static readonly HashSet<string> Skipped = new(Large, StringComparer.Ordinal) { "bin", "obj", "__pycache__" };

    /// <summary>Full paths, in a stable order. A folder that links point to twice is walked once, so a loop of links ends.</summary>
    public static IReadOnlyList<string> Files(string directory, params string[] extensions) => Look(directory, extensions).Files;

    /// <summary>As <see cref="Files"/>, and which folders may not be read. That <paramref name="directory"/> itself may not is an exception.</summary>
    public static (IReadOnlyList<string> Files, IReadOnlyList<UnreadableFolder> Unreadable) Look(string directory, params string[] extensions)
    {
        var found = new List<string>();
        var unreadable = new List<UnreadableFolder>();
        var root = new DirectoryInfo(directory);
        Walk(root.EnumerateFileSystemInfos(), extensions, found, unreadable, new HashSet<string>(StringComparer.Ordinal) { RealPath(root) });
        found.Sort(StringComparer.Ordinal);
        return (found, unreadable);
    }

    /// <summary>What to listen to for the changes of a directory's files: all of it, or the folders around those that tools fill. Nothing if it is not there.</summary>
    public static IReadOnlyList<WatchedFolder> Around(string directory)
    {
        var children = new List<WatchedFolder>();
        var isWhole = true;
        try
        {
            foreach (var child in new DirectoryInfo(directory).EnumerateDirectories().Where(child => child.LinkTarget is null))
            {
                if (child.Name.StartsWith('.') || Large.Contains(child.Name))
                {
                    isWhole = false;
                }
                else if (!Skipped.Contains(child.Name))
                {
                    var own = Around(child.FullName);
                    isWhole &= own is [] or [{ IsDeep: true }];
                    children.AddRange(own);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Gone since it was listed.
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The looks tell of it, and find when it can be read.
            return [new(directory, IsDeep: true)];
        }

        return isWhole ? [new(directory, IsDeep: true)] : [new(directory, IsDeep: false), .. children];
    }

    public static string Relative(string directory, string path) => Path.GetRelativePath(directory, path).Replace('\\', '/');

    /// <summary>Whether a path below <paramref name="directory"/> is in a folder that is not looked into.</summary>
    public static bool IsSkipped(string directory, string path) => Relative(directory, path).Split('/').SkipLast(1).Any(IsSkippedName);

    private static void Walk(
        IEnumerable<FileSystemInfo> entries, string[] extensions, List<string> found, List<UnreadableFolder> unreadable, HashSet<string> visited)
    {
        foreach (var entry in entries)
        {
            if (entry is DirectoryInfo child)
            {
                if (!IsSkippedName(child.Name) && visited.Add(RealPath(child)) && EntriesOf(child, unreadable) is { } own)
                {
                    Walk(own, extensions, found, unreadable, visited);
                }
            }
            else if (!entry.Name.StartsWith('.') && extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
            {
                found.Add(entry.FullName);
            }
        }
    }

    private static IReadOnlyList<FileSystemInfo>? EntriesOf(DirectoryInfo directory, List<UnreadableFolder> unreadable)
    {
        try
        {
            return [.. directory.EnumerateFileSystemInfos()];
        }
        catch (DirectoryNotFoundException)
        {
            // Gone since it was listed.
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            unreadable.Add(new UnreadableFolder(directory.FullName, exception.Message));
            return null;
        }
    }

    private static bool IsSkippedName(string name) => name.StartsWith('.') || Skipped.Contains(name);

    private static string RealPath(DirectoryInfo directory) =>
        directory.LinkTarget is null ? directory.FullName : directory.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory.FullName;
}
