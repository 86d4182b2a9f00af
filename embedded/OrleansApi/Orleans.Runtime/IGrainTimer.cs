namespace Orleans.Runtime;

/// <summary>A grain's timer. Disposing ends it and cancels a running callback's token.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the time to the next tick and the time from the end of a tick to the next.</summary>
    /// <param name="dueTime">Infinite: no tick.</param>
    /// <param name="period">Infinite: one tick only.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}
