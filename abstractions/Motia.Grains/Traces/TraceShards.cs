namespace Motia.Grains;

/// <summary>Spreads runs over the trace grains.</summary>
public static class TraceShards
{
    /// <summary>How many trace grains there are. Part of the stored format.</summary>
    public const int Count = 4;

    /// <summary>The trace grain of a run.</summary>
    /// <param name="grains">Where grains come from.</param>
    /// <param name="traceId">The run.</param>
    public static ITraceGrain Trace(this IGrainFactory grains, string traceId) => grains.TraceShard(Of(traceId));

    /// <summary>One of the trace grains.</summary>
    /// <param name="grains">Where grains come from.</param>
    /// <param name="shard">Which, from 0.</param>
    public static ITraceGrain TraceShard(this IGrainFactory grains, int shard)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<ITraceGrain>(GrainKeys.Shard("traces", shard));
    }

    /// <summary>The number of a run's trace grain.</summary>
    /// <param name="traceId">The run.</param>
    public static int Of(string traceId)
    {
        ArgumentNullException.ThrowIfNull(traceId);
        var hash = 2166136261u;
        foreach (var c in traceId)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)(hash % Count);
    }
}
