namespace Motia.Tests.Shared;

/// <summary>A clock that goes on only when the test says so; timers fire in the test's thread, in order of their time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private long _now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;
    private long _set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long it is until a timer fires; null when none waits.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_lock)
            {
                return _timers.Min(timer => timer.Due) is { } due ? TimeSpan.FromTicks(Math.Max(0, due - _now)) : null;
            }
        }
    }

    // Read beside the thread in which it goes on.
    private long Now => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new(Now + Volatile.Read(ref _set), TimeSpan.Zero);

    /// <summary>What happens when the timestamp is read the next time, once.</summary>
    public Action? OnRead { get; set; }

    public override long GetTimestamp()
    {
        if (OnRead is { } happens)
        {
            OnRead = null;
            happens();
        }

        return Now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether a timer fires within that time.</summary>
    public bool IsDueWithin(TimeSpan time) => NextTimer <= time;

    /// <summary>Sets the clock on or back, as a person or a time server does: no time goes by, and timers do not hear of it.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _set, by.Ticks);

    /// <summary>Moves the clock, and runs the timers that become due, each at its time.</summary>
    public void Advance(TimeSpan by)
    {
        var end = Now + by.Ticks;
        while (MoveToNextDue(end) is { } timer)
        {
            timer.Fire();
        }
    }

    // Null when there is none until the end, where the clock then is.
    private ManualTimer? MoveToNextDue(long end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null)
            {
                Volatile.Write(ref _now, Math.Max(_now, end));
                return null;
            }

            Volatile.Write(ref _now, Math.Max(_now, next.Due!.Value));
            next.Schedule(_now + next.Period);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime owner, Action fire) : ITimer
    {
        private bool _isDisposed;

        /// <summary>When it fires, in ticks; null for never.</summary>
        public long? Due { get; private set; }

        /// <summary>After how many ticks it fires again; null for never.</summary>
        public long? Period { get; private set; }

        public void Fire() => fire();

        public void Schedule(long? due) => Due = due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                if (_isDisposed)
                {
                    return false;
                }

                Due = dueTime == Timeout.InfiniteTimeSpan ? null : owner._now + dueTime.Ticks;
                Period = period > TimeSpan.Zero ? period.Ticks : null;
                owner._timers.Remove(this);
                owner._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (owner._lock)
            {
                _isDisposed = true;
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
