using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Records;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Motia.Silo.Logs;

/// <inheritdoc cref="ILogGrain" />
/// <remarks>A crash loses the lines of the last second; nothing waits for them.</remarks>
[Reentrant]
internal sealed partial class LogGrain : Grain, ILogGrain
{
    private const string StateName = "log-segment";
    private static readonly TimeSpan SaveDelay = TimeSpan.FromSeconds(1);

    private readonly ILogger<LogGrain> _logger;
    private readonly GrainRecords _records;
    private readonly Record[] _slots;
    private readonly LogGrainLines _lines = new();
    private IGrainTimer? _timer;
    private bool _timerRuns;
    private bool _lastSaveFailed;
    private Task _saving = Task.CompletedTask;

    public LogGrain([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage, ILogger<LogGrain> logger)
    {
        _logger = logger;
        _records = new(storage, GrainContext.GrainId);
        _slots = [.. Enumerable.Range(0, LogGrainLines.Slots).Select(slot => _records.Part(StateName, slot))];
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stored = await Task.WhenAll(_slots.Select(ReadAsync));
        _lines.Restore(stored.OfType<LogGrainSegment>());
        _timer = this.RegisterGrainTimer(SaveDueAsync, new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
    }

    public Task Append(ImmutableArray<LogLine> lines)
    {
        foreach (var line in lines)
        {
            _lines.Add(line);
        }

        SaveSoon();
        return Task.CompletedTask;
    }

    public Task<LogPage> Read(LogQuery query) => Task.FromResult(_lines.Read(query));

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _saving;
        await SaveAsync();
        await _records.CloseAsync();
    }

    private static async Task<LogGrainSegment?> ReadAsync(Record slot)
    {
        var payload = await slot.ReadAsync();
        return slot.Exists ? LogGrainSegment.Decode(slot.ToString(), payload) : null;
    }

    private void SaveSoon()
    {
        if (_lines.HasUnsaved && !_timerRuns)
        {
            _timerRuns = true;
            _timer!.Change(SaveDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task SaveDueAsync()
    {
        await (_saving = SaveAsync());
        _timerRuns = false;
        SaveSoon();
    }

    private async Task SaveAsync()
    {
        foreach (var segment in _lines.TakeUnsaved())
        {
            try
            {
                await _slots[segment.Number % LogGrainLines.Slots].WriteAsync(segment.Encode());
                _lastSaveFailed = false;
            }
            catch (InconsistentStateException conflict)
            {
                LogConflict(conflict);
                DeactivateOnIdle();
                return;
            }
            catch (Exception failure)
            {
                // Said once, or a store that is down would fill the log with it.
                if (!_lastSaveFailed)
                {
                    LogSaveFailed(failure);
                }

                _lastSaveFailed = true;
                _lines.Return(segment);
            }
        }
    }
}
