using System.Collections.Immutable;
using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

/// <summary>Stands for the trace grains: the runs that the test gives it, and what is noted of them.</summary>
public sealed class FakeTraces
{
    public IReadOnlyList<RunSummary> Runs { get; init; } = [];

    public List<RunNote> Notes { get; } = [];

    public Task Note(ImmutableArray<RunNote> notes)
    {
        Notes.AddRange(notes);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<RunSummary>> List(string? status, string? step, string before, int limit) => Task.FromResult<ImmutableArray<RunSummary>>([.. Runs]);

    public Task<RunSummary?> Read(string traceId) => Task.FromResult(Runs.FirstOrDefault(run => run.TraceId == traceId));
}
