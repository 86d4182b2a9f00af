using Microsoft.Extensions.Logging;
using Motia.Embedded.Activations;
using Motia.Embedded.Calls;
using Orleans.Runtime;

namespace Motia.Embedded.Timers;

/// <summary>A grain's timer. It is its own tick: the next one is set when the last has ended, so that there is never more than one.</summary>
internal sealed partial class GrainTimer : Request, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TimeSpan _period;
    private TimeSpan? _changedTo;
    private bool _ticking;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        _timer = activation.Silo.Clock.CreateTimer(
            static timer => ((GrainTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal override bool Interleaves => _options.Interleave || _activation.Type.Reentrant;

    internal override bool KeepsActive => _options.KeepAlive;

    // A disposed timer's tick that still waits is passed over.
    internal override bool IsAnswered => _disposed.IsCancellationRequested;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            _period = period;
            if (_ticking)
            {
                _changedTo = dueTime;
            }
            else if (!_disposed.IsCancellationRequested)
            {
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        try
        {
            _disposed.Cancel();
        }
        catch (AggregateException failure)
        {
            // What the callback registered with its token failed; the timer ends all the same.
            LogCancelFailed(_activation.Silo.Logger, _activation, failure);
        }

        _timer.Dispose();
        _activation.Forget(this);
    }

    internal override void Fail(Exception failure)
    {
        // Nobody waits for a tick.
    }

    private protected override Task? Begin(object instance)
    {
        if (_disposed.IsCancellationRequested)
        {
            return null;
        }

        return _callback(_disposed.Token) is { IsCompletedSuccessfully: false } task ? task : null;
    }

    private protected override Task FromException(Exception failure) => Task.FromException(failure);

    private protected override void Answer(Task? task)
    {
        if (task is { IsFaulted: true })
        {
            LogTickFailed(_activation.Silo.Logger, _activation, task.Exception.InnerException!);
        }

        lock (_gate)
        {
            _ticking = false;
            if (!_disposed.IsCancellationRequested)
            {
                _timer.Change(_changedTo ?? _period, Timeout.InfiniteTimeSpan);
                _changedTo = null;
            }
        }
    }

    private void OnDue()
    {
        lock (_gate)
        {
            if (_ticking || _disposed.IsCancellationRequested)
            {
                return;
            }

            _ticking = true;
            _changedTo = null;
        }

        // An activation that has ended has disposed its timers, so that nothing is lost here.
        _activation.TryEnqueue(this);
    }

    private static void Check(TimeSpan time, string parameter)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, parameter);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromMilliseconds(0xfffffffe), parameter);
        }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "A timer callback of {Activation} failed; the timer goes on")]
    private static partial void LogTickFailed(ILogger logger, Activation activation, Exception failure);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "Cancelling a timer callback of {Activation} failed")]
    private static partial void LogCancelFailed(ILogger logger, Activation activation, Exception failure);
}
