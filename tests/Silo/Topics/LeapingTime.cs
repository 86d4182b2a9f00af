namespace Motia.Silo.Tests.Topics;

/// <summary>The real clock, of which a test can say that more time has passed; timers don't notice.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private long _leapt;

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _leapt);

    public void Leap(TimeSpan by) => Interlocked.Add(ref _leapt, by.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond);
}
