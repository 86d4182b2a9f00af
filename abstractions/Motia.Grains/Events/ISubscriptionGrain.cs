using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Motia.Grains;

/// <summary>
/// Which step handles which topic, now and ever: what the lanes of removed and broken steps are found by. While silos with several versions of a step are up, it subscribes to
/// what any of them says. Key: <see cref="GrainKeys.Shard"/>.
/// </summary>
[Alias("motia.subscriptions")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>All subscriptions there ever were.</summary>
    [Alias("Read")]
    [AlwaysInterleave]
    Task<ImmutableArray<Subscription>> Read();

    /// <summary>Subscribes the steps that a silo loads, durably, and known to every silo that is up.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="steps">Its event and cron steps.</param>
    /// <param name="isExact">Whether topics that a step had and that are not among these become inactive at once; otherwise when no silo serves them any more.</param>
    [Alias("Subscribe")]
    Task Subscribe(ISubscriptionWatcher silo, ImmutableArray<StepTopics> steps, bool isExact);

    /// <summary>Says again, at least every half minute, that a silo is up and serves these steps.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="steps">Its event and cron steps.</param>
    [Alias("Watch")]
    Task Watch(ISubscriptionWatcher silo, ImmutableArray<StepTopics> steps);
}
