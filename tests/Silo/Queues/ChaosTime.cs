using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Queues;

/// <summary>
/// A clock that stands still while there is work: it goes on to the next timer when the thread pool has come round to it a number of times. So a loaded machine makes a scenario
/// take longer, and nothing in it later. It can be set to another time of day while it runs.
/// </summary>
internal sealed class ChaosTime : TimeProvider, IThreadPoolWorkItem
{
    private const int Rounds = 16;
    private const int RoundsWhileSlow = 256;

    // Timers within a step fire together, else the scenarios would be mostly rounds.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ManualTime _clock = new();
    private readonly object _round = new();
    private TimeSpan _set;
    private TimeSpan _furthest;
    private bool _isRoundOver;
    private volatile bool _isOver;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <summary>Whether time goes slower, because something is waited for of which the thread pool does not know.</summary>
    public volatile bool IsSlow;

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    // A thread of its own: a pool that always had a next round to make would never look for what waits in the queue of a thread that is busy.
    public void Begin() => new Thread(GoOn) { IsBackground = true, Name = "Clock of a scenario" }.Start();

    /// <summary>Sets the time of day forward or backward.</summary>
    public void Jump(TimeSpan by)
    {
        _clock.Set(by);
        _set += by;
        _furthest = _set > _furthest ? _set : _furthest;
    }

    /// <summary>Sets the time of day to the furthest that it ever was, so that nothing waits for a time that was only dreamt of.</summary>
    public void Correct() => Jump(_furthest - _set);

    /// <summary>Done when that much of this clock's time has passed.</summary>
    public async Task Pause(TimeSpan time)
    {
        var isOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = CreateTimer(_ => isOver.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await isOver.Task;
    }

    // As the system's timers do, not in the thread in which time goes on.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _clock.CreateTimer(
        _ => ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.callback(timer.state), (callback, state), preferLocal: false), null, dueTime, period);

    /// <summary>Lets no more time pass. Not a disposal, because a silo that ends disposes what it was given.</summary>
    public void End() => _isOver = true;

    void IThreadPoolWorkItem.Execute()
    {
        lock (_round)
        {
            _isRoundOver = true;
            Monitor.Pulse(_round);
        }
    }

    private void GoOn()
    {
        while (!_isOver)
        {
            for (var round = 0; round < (IsSlow ? RoundsWhileSlow : Rounds); round++)
            {
                MakeRound();
            }

            if (_clock.NextTimer is { } next)
            {
                _clock.Advance(Step * Math.Ceiling(next / Step));
            }
        }
    }
    private void MakeRound()
    {
        lock (_round)
        {
            _isRoundOver = false;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            while (!_isRoundOver)
            {
                Monitor.Wait(_round);
            }
        }
    }
}
