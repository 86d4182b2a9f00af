using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>A shard of a bounded window of the newest runs, kept over restarts. Key: <see cref="GrainKeys.Shard"/>.</summary>
[Alias("motia.traces")]
public interface ITraceGrain : IGrainWithStringKey
{
    /// <summary>Takes notes in, oldest first. They can be read at once and are durable a moment later.</summary>
    [Alias("Note")]
    Task Note(ImmutableArray<RunNote> notes);

    /// <summary>Reads runs, newest first.</summary>
    /// <param name="status"><c>running</c>, <c>completed</c>, <c>failed</c> or <c>unknown</c>; null for all.</param>
    /// <param name="step">Only runs that this step took part in; null for all.</param>
    /// <param name="before">Only runs whose trace id sorts before this one; empty for the newest.</param>
    /// <param name="limit">The most runs to answer.</param>
    [Alias("List")]
    Task<ImmutableArray<RunSummary>> List(string? status, string? step, string before, int limit);

    /// <summary>Reads one run; null if the window does not hold it.</summary>
    [Alias("Read")]
    Task<RunSummary?> Read(string traceId);
}
