namespace Motia.Grains;

/// <summary>Spreads the deliveries of a step over its lanes.</summary>
public static class Lanes
{
    /// <summary>How many lanes a step has. Part of the stored format: a message group's order holds within one lane.</summary>
    public const int Count = 8;

    /// <summary>The key of the one grain that knows the subscriptions.</summary>
    public static string Subscriptions { get; } = GrainKeys.Shard("subscriptions", 0);

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

    /// <summary>All lanes of a step.</summary>
    /// <param name="grains">Where grains come from.</param>
    /// <param name="step">The step's name.</param>
    public static IEnumerable<IEventStepGrain> LanesOf(this IGrainFactory grains, string step) =>
        Enumerable.Range(0, Count).Select(lane => grains.Lane(step, lane));
}
