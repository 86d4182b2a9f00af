namespace Motia.Bench.Streams;

/// <summary>What the rounds gave for one server.</summary>
internal sealed class StreamRounds
{
    /// <summary>Of one change to many sockets, the 99th percentile in milliseconds.</summary>
    public List<double> Fanout { get; } = [];

    /// <summary>Of one change to some sockets, the median in milliseconds.</summary>
    public List<double> Push { get; } = [];

    /// <summary>Of many changes at once, frames a second.</summary>
    public List<double> Frames { get; } = [];
}
