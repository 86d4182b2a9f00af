namespace Motia.Grains;

/// <summary>A silo that emits events: it goes by a copy of the subscriptions.</summary>
[Alias("motia.subscription-watcher")]
public interface ISubscriptionWatcher : IGrainObserver
{
    /// <summary>The subscriptions are other ones now. Done when the silo goes by them.</summary>
    [Alias("Changed")]
    [ResponseTimeout("00:00:05")]
    Task Changed();
}
