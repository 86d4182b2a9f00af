using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Items;
using Motia.Silo.Records;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Motia.Silo.Traces;

/// <inheritdoc cref="ITraceGrain" />
/// <remarks>
/// A crash loses the notes of the last second or two, or ten when there are hundreds of runs a second: saving each run that is pushed out a moment later would cost more than
/// running it. Who reads asks the lanes about what seems to run.
/// </remarks>
[Reentrant]
internal sealed partial class TraceGrain : Grain, ITraceGrain, IItemsOwner
{
    private const int MostRuns = 1_000;
    private const int PageOfRuns = 200;
    private const int BytesOfRuns = 4 * 1024 * 1024;
    private const int SavesInSecond = 20;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly ItemStateNames Names = new("traces", "traces-page");

    private readonly ILogger<TraceGrain> _logger;
    private readonly PagedItems _stored;
    private readonly SortedDictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private IGrainTimer? _timer;
    private TimeSpan _pause = ShortestPause;
    private bool _isSaveDue;
    private Task _saving = Task.CompletedTask;

    public TraceGrain([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage, ILogger<TraceGrain> logger)
    {
        _logger = logger;
        _stored = new(new(storage, GrainContext.GrainId), Names, this);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        long after = 0;
        bool more;
        do
        {
            (var items, more) = await _stored.ListAsync(after, PageOfRuns, BytesOfRuns);
            foreach (var item in items)
            {
                _runs[item.Key] = Run.Decode(item.Value.Span);
                after = item.Sequence;
            }
        }
        while (more);
        _timer = this.RegisterGrainTimer(SaveDueAsync, new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _saving;
        await SaveAsync().WaitAsync(cancellationToken);
        await _stored.CloseAsync().WaitAsync(cancellationToken);
    }

    public Task Note(ImmutableArray<RunNote> notes)
    {
        foreach (var note in notes)
        {
            if (!_runs.TryGetValue(note.TraceId, out var run))
            {
                _runs.Add(note.TraceId, run = new(note.TraceId) { IsStored = _removed.Remove(note.TraceId) });
            }

            run.Add(note);
        }

        // Trace ids of later runs sort later.
        while (_runs.Count > MostRuns)
        {
            var (traceId, oldest) = _runs.First();
            _runs.Remove(traceId);
            if (oldest.IsStored)
            {
                _removed.Add(traceId);
            }
        }

        if (!_isSaveDue)
        {
            _isSaveDue = true;
            _timer!.Change(_pause, Timeout.InfiniteTimeSpan);
        }

        return Task.CompletedTask;
    }

    public Task<ImmutableArray<RunSummary>> List(string? status, string? step, string before, int limit) => Task.FromResult<ImmutableArray<RunSummary>>(
    [
        .. _runs.Values.Reverse().Where(run => (before.Length == 0 || string.CompareOrdinal(run.TraceId, before) < 0)
                && (status is null || run.Status == status) && (step is null || run.Has(step)))
            .Take(Math.Clamp(limit, 1, MostRuns)).Select(run => run.Summary),
    ]);

    public Task<RunSummary?> Read(string traceId) => Task.FromResult(_runs.GetValueOrDefault(traceId)?.Summary);

    void IItemsOwner.ItemsEmptied()
    {
    }

    void IItemsOwner.ItemsFailed(Exception cause)
    {
        LogSaveFailed(cause);
        DeactivateOnIdle();
    }

    private Task SaveDueAsync(CancellationToken cancellationToken) => _saving = SaveAsync();

    private async Task SaveAsync()
    {
        _isSaveDue = false;
        try
        {
            var saves = new List<Task>();
            foreach (var run in _runs.Values.Where(run => run.IsDirty))
            {
                (run.IsDirty, run.IsStored) = (false, true);
                saves.Add(_stored.SetAsync(run.TraceId, run.Encode()).AsTask());
            }

            foreach (var traceId in _removed)
            {
                saves.Add(_stored.RemoveAsync(traceId).AsTask());
            }

            _removed.Clear();
            _pause = TimeSpan.FromSeconds(Math.Clamp((double)saves.Count / SavesInSecond, ShortestPause.TotalSeconds, LongestPause.TotalSeconds));
            await Task.WhenAll(saves);
        }
        catch (Exception failure)
        {
            // The items have said so to ItemsFailed; the window begins anew from what is stored.
            LogSaveFailed(failure);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Runs could not be saved; those of the last seconds are forgotten.")]
    private partial void LogSaveFailed(Exception cause);
}
