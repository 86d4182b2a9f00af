using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Motia.Grains;
using Motia.Silo.Events;
using Motia.Silo.Items;
using Motia.Silo.Logs;
using Motia.Silo.Records;
using Motia.Silo.Steps;
using Motia.Silo.Traces;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Motia.Silo.Queues;

/// <inheritdoc cref="IEventStepGrain" />
/// <remarks>
/// Deliveries are stored in segments, one for all that were accepted while the save before was under way; the root reserves the segments' numbers in blocks. Nothing is
/// answered that is not durable, and a delivery leaves its segment only when it is done, discarded, or durable as a dead letter. A crash repeats what was not saved.
/// When a save fails, memory may be ahead of the store: the activation refuses everything and ends, and the next one begins from what is stored.
/// </remarks>
[Reentrant]
internal sealed partial class EventStepGrain : Grain, IEventStepGrain, IItemsOwner
{
    private const long MostBytes = 1L << 30;
    private const int BlockOfNumbers = 64;
    private const string SegmentName = "inbox-segment";
    private static readonly ItemStateNames DeadNames = new("dead-letters", "dead-letters-page");

    private readonly StepRegistry _registry;
    private readonly StepSlots _slots;
    private readonly EventRunner _runner;
    private readonly TraceWindow _traces;
    private readonly QueueDefaults _defaults;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<EventStepGrain> _logger;
    private readonly GrainRecords _records;
    private readonly Record _root;
    private readonly SaveLoop _rootSaves;
    private readonly SaveLoop _accepts;
    private readonly PagedItems _dead;
    private readonly FinishedIds _finished;
    private readonly NumberReserve _numbers = new(BlockOfNumbers);
    private readonly SortedDictionary<long, InboxSegment> _segments = [];
    private readonly Dictionary<string, InboxEntry> _live = new(StringComparer.Ordinal);
    private Dictionary<string, long> _done = new(StringComparer.Ordinal);
    private Dictionary<string, long> _deadByTopic = new(StringComparer.Ordinal);
    private ReadyList _ready = new(isFifo: false);
    private List<InboxEntry> _incoming = [];
    private List<DateTime> _starts = [];
    private string _step = "";
    private string _stepKey = "";
    private long _bytes;
    private int _numbersAsked = 1;
    private bool _hasFailed;
    private bool _isClosing;

    public EventStepGrain(
        [FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage,
        StepRegistry registry,
        StepSlots slots,
        EventRunner runner,
        TraceWindow traces,
        IOptions<MotiaOptions> options,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_registry, _slots, _runner, _traces, _time, _loggers) = (registry, slots, runner, traces, time, loggers);
        _logger = loggers.CreateLogger<EventStepGrain>();
        _defaults = options.Value.Queues;
        _records = new(storage, GrainContext.GrainId);
        _root = _records.Own("inbox");
        _rootSaves = new(SaveRootAsync);
        _accepts = new(SaveAcceptedAsync);
        _dead = new(new(storage, GrainContext.GrainId), DeadNames, this);
        _finished = new(time);
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <summary>The loaded step; null if it is not loaded here.</summary>
    private LoadedStep? Step => _registry.Steps.ByKey(_stepKey) is { Event: not null } step ? step : null;

    public async Task<QueueAnswer> Accept(string step, ImmutableArray<EventDelivery> deliveries)
    {
        if (CheckStep(step) is { } problem)
        {
            return problem;
        }

        FollowStep();
        var rules = Step is { } loaded ? QueueRules.Of(loaded.Description, _defaults) : null;
        var due = Now + (rules?.Delay ?? TimeSpan.Zero);
        var fresh = new List<InboxEntry>(deliveries.Length);
        long bytes = 0;
        foreach (var delivery in deliveries)
        {
            var hash = TextHash.Of(delivery.Id);
            if (!_live.ContainsKey(delivery.Id) && !_finished.Contains(hash) && !_parked.Contains(hash))
            {
                fresh.Add(new(delivery) { Due = due });
                bytes += delivery.Data.Length;
            }
        }

        var (count, size) = (_live.Count + _parked.Count, _bytes + _parked.Bytes);
        if (count + fresh.Count > _defaults.Backlog || size + bytes > MostBytes)
        {
            return new(
                QueueOutcome.Overloaded,
                $"A lane of the step \"{step}\" has {count} deliveries with {size} bytes; it may have {_defaults.Backlog} and {MostBytes}. Emit again later.");
        }

        foreach (var entry in fresh.Where(entry => _live.TryAdd(entry.Delivery.Id, entry)))
        {
            _incoming.Add(entry);
            _bytes += entry.Delivery.Data.Length;
        }

        // A delivery that is known already may still be on its way to the store.
        return await Guard(async () =>
        {
            await (fresh.Count > 0 ? _accepts.RequestAsync() : _accepts.Pending ?? Task.CompletedTask);
            return QueueAnswer.Done;
        });
    }

    public Task Ensure(string step)
    {
        if (CheckStep(step) is null)
        {
            Pump();
        }

        return Task.CompletedTask;
    }

    void IItemsOwner.ItemsEmptied()
    {
    }

    void IItemsOwner.ItemsFailed(Exception cause) => Fail(cause);

    private QueueAnswer? CheckStep(string step)
    {
        if (_hasFailed || _isClosing)
        {
            return new(QueueOutcome.Unavailable, "The lane is being unloaded; repeat the call.");
        }

        if (_step != step)
        {
            if (_step.Length > 0 || Lanes.All.All(lane => GrainKeys.Lane(step, lane) != this.GetPrimaryKeyString()))
            {
                return new(QueueOutcome.Invalid, $"The step is \"{step}\", but the grain was called by the key {this.GetPrimaryKeyString()}, which is not one of its lanes.");
            }

            (_step, _stepKey) = (step, GrainKeys.Step(step));
        }

        return null;
    }

    private void Note(InboxEntry entry, RunNoteKind kind, string? error = null)
    {
        var (delivery, now) = (entry.Delivery, Now);
        _traces.Add(new(delivery.TraceId, kind, _step, delivery.Id, delivery.Topic, now, kind == RunNoteKind.Accepted ? now : delivery.Emitted, entry.Attempts + (kind == RunNoteKind.Done ? 1 : 0), error is null ? null : RunError.Of(error)));
    }

    private StepLogger LogOf(InboxEntry entry) => new(_loggers, entry.Delivery.TraceId, _step);

    private async Task<QueueAnswer> Guard(Func<Task<QueueAnswer>> change)
    {
        try
        {
            return await change();
        }
        catch (Exception failure)
        {
            Fail(failure);
            return new(QueueOutcome.Unavailable, $"The queue could not be saved: {failure.Message}");
        }
    }

    private void Fail(Exception cause)
    {
        if (!_hasFailed && !_isClosing)
        {
            _hasFailed = true;
            LogSaveFailed(cause, this.GetPrimaryKeyString());
            foreach (var buried in _dying.Values)
            {
                buried.TrySetResult();
            }

            DeactivateOnIdle();
        }
    }
}
