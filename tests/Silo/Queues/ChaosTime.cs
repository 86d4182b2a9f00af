namespace Motia.Silo.Tests.Queues;

/// <summary>A clock on which time passes fifty times faster, timers included, and which can be set to another time of day while they run.</summary>
internal sealed class ChaosTime : TimeProvider
{
    public const int Speed = 50;
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly long _began = System.GetTimestamp();
    private long _offset;
    private long _furthest;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(_began).Ticks * Speed;

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(GetTimestamp() + Interlocked.Read(ref _offset));

    /// <summary>Sets the time of day forward or backward.</summary>
    public void Jump(TimeSpan by) => _furthest = Math.Max(_furthest, Interlocked.Add(ref _offset, by.Ticks));

    /// <summary>Sets the time of day to the furthest that it ever was, so that nothing waits for a time that was only dreamt of.</summary>
    public void Correct() => Interlocked.Exchange(ref _offset, _furthest);

    /// <summary>Done when that much of this clock's time has passed.</summary>
    public Task Pause(TimeSpan time) => Task.Delay(time, this);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Real(dueTime), Real(period)));

    private static TimeSpan Real(TimeSpan time) =>
        time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / Speed));

    private sealed class FastTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Real(dueTime), Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
