using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain's timer ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>A timer whose ticks do not interleave and do not keep the grain active.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>The time to the first tick. Infinite: none until the timer is changed.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>The time from the end of a tick to the next. Infinite: one tick only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether a tick may start while requests await. Default: false.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a tick counts as activity, so that the grain is not collected as idle. Default: false.</summary>
    public bool KeepAlive { get; init; }
}
