using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>A bounded window of the newest log lines, kept over restarts. Key: <see cref="GrainKeys.Shard"/>.</summary>
[Alias("motia.log")]
public interface ILogGrain : IGrainWithStringKey
{
    /// <summary>Adds lines, oldest first. They are readable at once and durable a moment later.</summary>
    [Alias("Append")]
    Task Append(ImmutableArray<LogLine> lines);

    /// <summary>Reads lines, newest first, that match all that is given.</summary>
    [Alias("Read")]
    Task<LogPage> Read(LogQuery query);
}
