using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

/// <summary>
/// Watches sources and calls back when one of them changed. Events of the file system make it quick; a look at all files every
/// two seconds finds what they miss (links, network drives, an overflow, a directory that appears later, a system without room for more watches).
/// </summary>
internal sealed partial class SourceWatcher : IAsyncDisposable
{
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>In how many folders at most it listens. Each costs a thread and an inotify instance, of which a user has 128 by default.</summary>
    public const int MostFolders = 24;

    private readonly IWatchedFiles _files;
    private readonly Func<CancellationToken, Task> _changed;
    private readonly ILogger _logger;
    private readonly LookedAtOnly _lookedAtOnly;
    private readonly ChangeDebounce _debounce;
    private readonly ITimer _looks;
    private readonly Lock _lock = new();
    private readonly Dictionary<WatchedFolder, FolderEvents> _events = [];
    private FolderFingerprint _seen;
    private bool _certain;
    private bool _disposed;

    /// <summary>Watches from here on. <paramref name="changed"/> never overlaps itself; what changes while it runs makes one more call.</summary>
    /// <param name="files">What is watched.</param>
    /// <param name="changed">Takes a change over.</param>
    /// <param name="logger">Where it tells what goes wrong.</param>
    /// <param name="time">The host's clock.</param>
    /// <param name="seen">What the files looked like when they were last taken over; as they are now if not given.</param>
    /// <param name="lookedAtOnly">Where it tells which folders the system reports nothing of, if several watchers are to tell that once.</param>
    public SourceWatcher(
        IWatchedFiles files, Func<CancellationToken, Task> changed, ILogger logger, TimeProvider time, FolderFingerprint? seen = null, LookedAtOnly? lookedAtOnly = null)
    {
        _files = files;
        _changed = changed;
        _logger = logger;
        _lookedAtOnly = lookedAtOnly ?? new LookedAtOnly(logger);
        _debounce = new ChangeDebounce(OnQuietAsync, time);
        _seen = files.Extend(seen ?? files.Look(FolderFingerprint.None));
        lock (_lock)
        {
            Listen();
        }

        if (seen is not null)
        {
            _debounce.Signal();
        }

        _looks = time.CreateTimer(_ => Look(isRetry: true), null, LookInterval, LookInterval);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var events in _events.Values)
            {
                events.Dispose();
            }

            _events.Clear();
        }

        await _looks.DisposeAsync();
        await _debounce.DisposeAsync();
    }

    private async Task OnQuietAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Listen();
            _seen = _files.Extend(_seen);
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

            return;
        }

        // What is watched may be other files now.
        Look(isRetry: false);
    }

    private void Look(bool isRetry)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            Listen();
            _seen = _files.Extend(_seen);
            if ((isRetry && _certain) || !_files.Look(_seen).SameAs(_seen))
            {
                _debounce.Signal();
            }
        }
    }

    // A folder that was lost stays so as long as it is the same: who has met a limit once would meet it again, with each folder below.
    private void Listen()
    {
        if (_disposed)
        {
            return;
        }

        var folders = _files.Folders().Distinct().Take(MostFolders).ToHashSet();
        foreach (var (folder, events) in _events.Where(heard => !folders.Contains(heard.Key) || heard.Value.Created != Directory.GetCreationTimeUtc(heard.Key.Path)).ToArray())
        {
            events.Dispose();
            _events.Remove(folder);
        }

        foreach (var folder in folders.Where(folder => !_events.ContainsKey(folder)))
        {
            _events.Add(folder, new FolderEvents(folder, OnEvent, OnLost));
        }

        DropLost();
    }

    private void DropLost()
    {
        foreach (var reason in _events.Where(heard => heard.Value.Lost is not null && Directory.Exists(heard.Key.Path)).GroupBy(heard => heard.Value.Lost!.HResult))
        {
            foreach (var (_, events) in reason)
            {
                events.Dispose();
            }

            _lookedAtOnly.Tell(reason.Select(heard => heard.Key.Path), reason.First().Value.Lost!);
        }
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

    private void OnLost()
    {
        LogEventsLost(_logger, _files.Name);
        _debounce.Signal();
    }
}
