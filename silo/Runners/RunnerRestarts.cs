using Microsoft.Extensions.Logging;

namespace Motia.Silo.Runners;

/// <summary>Has processes replaced that need it: the first at once, after that with growing pauses as long as it goes badly.</summary>
internal sealed partial class RunnerRestarts(TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How long after the last one a restart is the first again.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private Func<CancellationToken, Task>? _reload;
    private Func<bool>? _isNeeded;
    private Task _running = Task.CompletedTask;
    private bool _isDemanded;
    private int _inRow;
    private long _last;

    /// <summary>Begins to restart what is demanded.</summary>
    /// <param name="reload">Replaces what needs it.</param>
    /// <param name="isNeeded">Whether anything needs it.</param>
    public void Start(Func<CancellationToken, Task> reload, Func<bool> isNeeded)
    {
        lock (_lock)
        {
            (_reload, _isNeeded) = (reload, isNeeded);
            Run();
        }
    }

    /// <summary>Says that something needs to be replaced.</summary>
    public void Demand()
    {
        lock (_lock)
        {
            _isDemanded = true;
            Run();
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Task running;
        lock (_lock)
        {
            _reload = null;
            running = _running;
        }

        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private void Run()
    {
        if (_isDemanded && _reload is { } reload && _running.IsCompleted)
        {
            _running = Task.Run(() => RestartAsync(reload));
        }
    }

    private async Task RestartAsync(Func<CancellationToken, Task> reload)
    {
        while (TryTake(out var pause))
        {
            await Task.Delay(pause, time, _stopping.Token);
            var isDone = await TryReloadAsync(reload);
            lock (_lock)
            {
                _isDemanded = !isDone || _isNeeded!();
            }
        }
    }

    private async Task<bool> TryReloadAsync(Func<CancellationToken, Task> reload)
    {
        try
        {
            await reload(_stopping.Token);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
            return false;
        }
    }

    private bool TryTake(out TimeSpan pause)
    {
        lock (_lock)
        {
            pause = default;
            if (!_isDemanded || _stopping.IsCancellationRequested)
            {
                _running = Task.CompletedTask;
                return false;
            }

            _isDemanded = false;
            _inRow = _inRow > 0 && time.GetElapsedTime(_last) < Calm ? _inRow + 1 : 1;
            _last = time.GetTimestamp();
            pause = _inRow == 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, _inRow - 2), LongestPause.TotalSeconds));
            return true;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Replacing a runner process failed; it is tried again.")]
    private partial void LogFailed(Exception exception);
}
