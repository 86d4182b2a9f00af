namespace Motia.Silo.Compilation;

/// <summary>What the system tells of the changes in one folder. When it can't, it says why and is of no more use.</summary>
internal sealed class FolderEvents : IDisposable
{
    private readonly FileSystemWatcher? _system;
    private readonly Action _onLost;
    private volatile Exception? _lost;

    /// <summary>Listens from here on.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onChange">Takes a path of which something is told.</param>
    /// <param name="onLost">Called when not everything was told; everything in it should be looked at.</param>
    public FolderEvents(WatchedFolder folder, Action<string> onChange, Action onLost)
    {
        _onLost = onLost;
        Created = Directory.GetCreationTimeUtc(folder.Path);
        try
        {
            _system = new FileSystemWatcher(folder.Path)
            {
                IncludeSubdirectories = folder.IsDeep,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _system.Created += (_, change) => onChange(change.FullPath);
            _system.Changed += (_, change) => onChange(change.FullPath);
            _system.Deleted += (_, change) => onChange(change.FullPath);
            _system.Renamed += (_, change) =>
            {
                onChange(change.OldFullPath);
                onChange(change.FullPath);
            };
            _system.Error += (_, error) => OnError(error.GetException());
            _system.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No room for another one, or a folder that may not be read, or is gone since it was found.
            _lost = exception;
        }
    }

    /// <summary>When the folder was made: one that was removed and made again has another time, and nothing tells of it.</summary>
    public DateTime Created { get; }

    /// <summary>Why it tells nothing, or not of every folder in it; null as long as it does.</summary>
    public Exception? Lost => _lost;

    public void Dispose() => _system?.Dispose();

    // One folder with many in it that find no room calls this for each of them.
    private void OnError(Exception exception)
    {
        if (exception is UnauthorizedAccessException)
        {
            // One folder in it may not be watched; the others are.
            return;
        }

        if (exception is not InternalBufferOverflowException && Interlocked.CompareExchange(ref _lost, exception, null) is not null)
        {
            return;
        }

        _onLost();
    }
}
