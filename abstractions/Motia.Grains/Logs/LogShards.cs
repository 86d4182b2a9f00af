namespace Motia.Grains;

/// <summary>Which log grains there are.</summary>
public static class LogShards
{
    /// <summary>The key of the one log grain: silos hand it batches, so one is enough and lines keep one order.</summary>
    public static string Only { get; } = GrainKeys.Shard("logs", 0);
}
