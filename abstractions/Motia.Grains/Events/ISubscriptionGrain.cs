using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>Which step handles which topic, now and ever: what the lanes of removed and broken steps are found by. Key: <see cref="GrainKeys.Shard"/>.</summary>
[Alias("motia.subscriptions")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>All subscriptions there ever were.</summary>
    [Alias("Read")]
    Task<ImmutableArray<Subscription>> Read();

    /// <summary>Makes a step's active subscriptions exactly these, durably; topics that are not among them become inactive.</summary>
    /// <param name="step">The step.</param>
    /// <param name="topics">Its topics; none when the step is gone.</param>
    /// <param name="isFifo">Whether its queue keeps the order within message groups.</param>
    /// <param name="file">Where the step is written.</param>
    /// <returns>All subscriptions.</returns>
    [Alias("Subscribe")]
    Task<ImmutableArray<Subscription>> Subscribe(string step, ImmutableArray<string> topics, bool isFifo, string file);
}
