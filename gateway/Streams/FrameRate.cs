namespace Motia.Gateway.Streams;

/// <summary>Counts how fast a client sends: so many frames at once, and then so many a second.</summary>
internal sealed class FrameRate(TimeProvider time)
{
    private double _left = StreamLimits.FramesAtOnce;
    private long _seen = time.GetTimestamp();

    /// <summary>Whether one more frame is within the bound.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(StreamLimits.FramesAtOnce, _left + (time.GetElapsedTime(_seen, now).TotalSeconds * StreamLimits.FramesPerSecond));
        _seen = now;
        return --_left >= 0;
    }
}
