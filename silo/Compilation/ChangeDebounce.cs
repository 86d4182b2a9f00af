namespace Motia.Silo.Compilation;

/// <summary>
/// Calls back once for many signals: 60 ms after the last of them, at the latest 300 ms after the first, and never while the callback still runs; what is signalled
/// meanwhile makes one more call.
/// </summary>
internal sealed class ChangeDebounce : IAsyncDisposable
{
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(60);
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(300);

    private readonly Func<CancellationToken, Task> _changed;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private long? _first;
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    /// <summary>An exception from <paramref name="changed"/> ends only that call; it has to tell of it itself.</summary>
    public ChangeDebounce(Func<CancellationToken, Task> changed, TimeProvider time)
    {
        _changed = changed;
        _time = time;
        _timer = time.CreateTimer(_ => Run(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Signal()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _first ??= _time.GetTimestamp();
                Arm();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            running = _running;
        }

        await _stop.CancelAsync();
        await _timer.DisposeAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Arm()
    {
        var left = Longest - _time.GetElapsedTime(_first!.Value);
        _timer.Change(left < Quiet ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : Quiet, Timeout.InfiniteTimeSpan);
    }

    private void Run()
    {
        lock (_lock)
        {
            if (!_disposed && _first is not null && _running.IsCompleted)
            {
                _first = null;
                _running = Task.Run(CallAsync);
            }
        }
    }

    private async Task CallAsync()
    {
        try
        {
            await _changed(_stop.Token);
        }
        finally
        {
            lock (_lock)
            {
                _running = Task.CompletedTask;
                if (!_disposed && _first is not null)
                {
                    Arm();
                }
            }
        }
    }
}
