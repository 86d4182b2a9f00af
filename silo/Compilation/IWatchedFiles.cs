namespace Motia.Silo.Compilation;

/// <summary>Files whose changes are told of.</summary>
internal interface IWatchedFiles
{
    /// <summary>What they are called, for people.</summary>
    string Name { get; }

    /// <summary>The folders that there are now in which something may change; those first where it most likely does.</summary>
    IEnumerable<WatchedFolder> Folders();

    /// <summary>Whether a path has a name of one of them.</summary>
    bool IsSource(string path);

    /// <summary>Whether a path is where nothing is looked for.</summary>
    bool IsSkipped(string path);

    /// <summary>What they look like now.</summary>
    /// <param name="before">What they looked like before; the answer if they can't be looked at.</param>
    FolderFingerprint Look(FolderFingerprint before);

    /// <summary>What they were seen to look like, with those that are watched only since then as they were when they were taken over, and without those that are no longer watched.</summary>
    FolderFingerprint Extend(FolderFingerprint seen);
}
