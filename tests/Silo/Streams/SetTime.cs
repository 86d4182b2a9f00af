namespace Motia.Silo.Tests.Streams;

/// <summary>The time of day is what the test sets; timers and timestamps are the machine's, so that no runtime waits for it.</summary>
internal sealed class SetTime : TimeProvider
{
    private long _now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);
}
