using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

/// <summary>
/// Watches one steps directory and calls back when a <c>.cs</c> or <c>.csproj</c> file of it changed. Events of the file system make it quick; a look at all files every
/// two seconds finds what they miss (links, network drives, an overflow, a directory that appears later).
/// </summary>
internal sealed partial class StepFolderWatcher : IAsyncDisposable
{
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly string _directory;
    private readonly string _projectDirectory;
    private readonly Func<CancellationToken, Task> _changed;
    private readonly ILogger _logger;
    private readonly ChangeDebounce _debounce;
    private readonly ITimer _looks;
    private readonly Lock _lock = new();
    private FileSystemWatcher? _events;
    private DateTime _created;
    private FolderFingerprint _seen;
    private bool _certain;
    private bool _toldOfLooksOnly;
    private bool _disposed;

    /// <summary>Watches from here on. <paramref name="changed"/> never overlaps itself; what changes while it runs makes one more call.</summary>
    public StepFolderWatcher(string directory, string projectDirectory, Func<CancellationToken, Task> changed, ILogger logger, TimeProvider time)
    {
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        _projectDirectory = Path.GetFullPath(projectDirectory);
        _changed = changed;
        _logger = logger;
        _debounce = new ChangeDebounce(OnQuietAsync, time);
        _seen = FolderFingerprint.Of(_directory, _projectDirectory, FolderFingerprint.None);
        Listen();
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
            var now = FolderFingerprint.Of(_directory, _projectDirectory, _seen);
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
            LogFailed(_logger, _directory, e);
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

            // A directory that was removed and made again has another time of creation; nothing tells of it.
            if (_events is null || Directory.GetCreationTimeUtc(_directory) != _created)
            {
                StopListening();
                Listen();
            }

            if (_certain || !FolderFingerprint.Of(_directory, _projectDirectory, _seen).SameAs(_seen))
            {
                _debounce.Signal();
            }
        }
    }

    private void Listen()
    {
        if (!Directory.Exists(_directory))
        {
            return;
        }

        try
        {
            _created = Directory.GetCreationTimeUtc(_directory);
            _events = new FileSystemWatcher(_directory)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _events.Created += (_, change) => OnEvent(change.FullPath);
            _events.Changed += (_, change) => OnEvent(change.FullPath);
            _events.Deleted += (_, change) => OnEvent(change.FullPath);
            _events.Renamed += (_, change) => OnRenamed(change);
            _events.Error += (_, error) => OnError(error.GetException());
            _events.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The machine's limit of watches is used up, or a folder may not be read. The next look tries again.
            StopListening();
            if (!_toldOfLooksOnly)
            {
                LogLooksOnly(_logger, _directory, LookInterval.TotalSeconds, e.Message);
                _toldOfLooksOnly = true;
            }
        }
    }

    private void StopListening()
    {
        _events?.Dispose();
        _events = null;
    }

    private void OnRenamed(RenamedEventArgs change)
    {
        OnEvent(change.OldFullPath);
        OnEvent(change.FullPath);
    }

    private void OnEvent(string path)
    {
        if (SourceTree.IsSkipped(_directory, path))
        {
            return;
        }

        var isSource = Path.GetExtension(path).ToUpperInvariant() is ".CS" or ".CSPROJ";
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
        LogEventsLost(_logger, _directory, exception.Message);
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
