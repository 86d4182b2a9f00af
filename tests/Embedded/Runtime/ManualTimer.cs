namespace Motia.Embedded.Tests.Runtime;

/// <summary>A timer of a <see cref="ManualClock"/>.</summary>
internal sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    internal TimeSpan Due { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        clock.Set(this, dueTime);
        return true;
    }

    public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire()
    {
        clock.Set(this, _period);
        callback();
    }
}
