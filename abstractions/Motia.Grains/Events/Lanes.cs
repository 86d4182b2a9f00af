namespace Motia.Grains;

/// <summary>Spreads the deliveries of a step over its lanes.</summary>
public static class Lanes
{
    /// <summary>How many lanes a step has. Part of the stored format: a message group's order holds within one lane.</summary>
    public const int Count = 8;

    /// <summary>The numbers of a step's lanes.</summary>
    public static IEnumerable<int> All => Enumerable.Range(0, Count);

    /// <summary>The lane that a text belongs to: the first 8 bytes of its SHA-256, modulo the number of lanes.</summary>
    /// <param name="text">The message group of a fifo queue, else the delivery's id.</param>
    public static int Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TextHash.Of(text).Place(Count);
    }

    /// <summary>A lane of a step.</summary>
    /// <param name="grains">Where grains come from.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="lane">Which lane, from 0.</param>
    public static IEventStepGrain Lane(this IGrainFactory grains, string step, int lane)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IEventStepGrain>(GrainKeys.Lane(step, lane));
    }

    /// <summary>The one grain that knows the subscriptions.</summary>
    /// <param name="grains">Where grains come from.</param>
    public static ISubscriptionGrain Subscriptions(this IGrainFactory grains)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<ISubscriptionGrain>(GrainKeys.Shard("subscriptions", 0));
    }
}
