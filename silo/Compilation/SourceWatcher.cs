using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

/// <summary>
/// Watches sources and calls back when one of them changed. Events of the file system make it quick; a look at all files every
/// two seconds finds what they miss (links, network drives, an overflow, a directory that appears later).
/// </summary>
internal sealed partial class SourceWatcher : IAsyncDisposable
{
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly IWatchedFiles _files;
    private readonly Func<CancellationToken, Task> _changed;
    private readonly ILogger _logger;
    private readonly ChangeDebounce _debounce;
    private readonly ITimer _looks;
    private readonly Lock _lock = new();
    private readonly List<FileSystemWatcher> _events = [];
    private Dictionary<WatchedFolder, DateTime> _heard = [];
    private FolderFingerprint _seen;
    private bool _certain;
    private bool _toldOfLooksOnly;
    private bool _disposed;

    /// <summary>Watches from here on. <paramref name="changed"/> never overlaps itself; what changes while it runs makes one more call.</summary>
    /// <param name="files">What is watched.</param>
    /// <param name="changed">Takes a change over.</param>
    /// <param name="logger">Where it tells what goes wrong.</param>
    /// <param name="time">The host's clock.</param>
    /// <param name="seen">What the files looked like when they were last taken over; as they are now if not given.</param>
    public SourceWatcher(IWatchedFiles files, Func<CancellationToken, Task> changed, ILogger logger, TimeProvider time, FolderFingerprint? seen = null)
    {
        _files = files;
        _changed = changed;
        _logger = logger;
        _debounce = new ChangeDebounce(OnQuietAsync, time);
        _seen = seen ?? files.Look(FolderFingerprint.None);
        Listen();
        if (seen is not null)
        {
            _debounce.Signal();
        }

        _looks = time.CreateTimer(_ => Look(), null, LookInterval, LookInterval);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
            StopListening();
        }

        await _looks.DisposeAsync();
        await _debounce.DisposeAsync();
    }

    private async Task OnQuietAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = _files.Look(_seen);
            if (!_certain && now.SameAs(_seen))
            {
                return;
            }

            _certain = false;
            _seen = now;
        }

        try
        {
            await _changed(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(_logger, _files.Name, e);
            lock (_lock)
            {
                // What changed is still to be told.
                _certain = true;
            }
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            // A folder that was removed and made again has another time of creation; nothing tells of it.
            if (_heard.Count == 0 || !Times().ToHashSet().SetEquals(_heard))
            {
                StopListening();
                Listen();
            }

            if (_certain || !_files.Look(_seen).SameAs(_seen))
            {
                _debounce.Signal();
            }
        }
    }

    private void Listen()
    {
        try
        {
            _heard = Times().ToDictionary();
            foreach (var folder in _heard.Keys)
            {
                Listen(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The machine's limit of watches is used up, or a folder may not be read. The next look tries again.
            StopListening();
            if (!_toldOfLooksOnly)
            {
                LogLooksOnly(_logger, _files.Name, LookInterval.TotalSeconds, e.Message);
                _toldOfLooksOnly = true;
            }
        }
    }

    private void Listen(WatchedFolder folder)
    {
        var events = new FileSystemWatcher(folder.Path)
        {
            IncludeSubdirectories = folder.IsDeep,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _events.Add(events);
        events.Created += (_, change) => OnEvent(change.FullPath);
        events.Changed += (_, change) => OnEvent(change.FullPath);
        events.Deleted += (_, change) => OnEvent(change.FullPath);
        events.Renamed += (_, change) => OnRenamed(change);
        events.Error += (_, error) => OnError(error.GetException());
        events.EnableRaisingEvents = true;
    }

    private IEnumerable<KeyValuePair<WatchedFolder, DateTime>> Times() =>
        _files.Folders().Select(folder => KeyValuePair.Create(folder, Directory.GetCreationTimeUtc(folder.Path)));

    private void StopListening()
    {
        foreach (var events in _events)
        {
            events.Dispose();
        }

        _events.Clear();
        _heard = [];
    }

    private void OnRenamed(RenamedEventArgs change)
    {
        OnEvent(change.OldFullPath);
        OnEvent(change.FullPath);
    }

    private void OnEvent(string path)
    {
        if (_files.IsSkipped(path))
        {
            return;
        }

        var isSource = _files.IsSource(path);
        if (isSource)
        {
            // The time of change is too coarse to tell two quick edits of the same length apart.
            lock (_lock)
            {
                _certain = true;
            }
        }

        // Anything without a source's name may be a folder that came or went with its files.
        if (isSource || Path.GetExtension(path).Length == 0 || Directory.Exists(path))
        {
            _debounce.Signal();
        }
    }

    private void OnError(Exception exception)
    {
        LogEventsLost(_logger, _files.Name, exception.Message);
        if (exception is UnauthorizedAccessException)
        {
            // One folder may not be watched; the others are, and listening anew would meet it again. The looks find what changes in it.
            return;
        }

        lock (_lock)
        {
            StopListening();
            if (!_disposed)
            {
                Listen();
            }
        }

        _debounce.Signal();
    }
}
