using Motia.Grains;

namespace Motia.Silo.Queues;

/// <content>What runs when.</content>
internal sealed partial class EventStepGrain
{
    // All lanes of all steps share this one place for what may have ended the process: never two of them at once, so that an innocent one is not blamed.
    private const string SuspectsPlace = "suspects";
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(1);

    private IGrainTimer? _dueTimer;
    private bool _waitsForPlace;
    private bool _wasFifo;

    // Dead letters whose segment still has them in the store.
    private readonly Dictionary<string, TaskCompletionSource> _dying = new(StringComparer.Ordinal);

    // While the step is not loaded its queue goes by what the root says.
    private bool IsFifo => Step is { } step ? _wasFifo = step.Description.Infrastructure?.Queue?.Type == QueueType.Fifo : _wasFifo;

    private bool IsEnding => _hasFailed || _isClosing || _runner.IsStopping;

    // Starts what may start. Cheap when there is nothing.
    private void Pump()
    {
        if (IsEnding || _isTakingUp || Step is not { } step)
        {
            return;
        }

        var rules = QueueRules.Of(step.Description, _defaults);
        while (_ready.Next(Now) is { } entry)
        {
            if (_waitsForPlace)
            {
                return;
            }

            if (!_slots.TryTake(_stepKey, rules.Concurrency))
            {
                _waitsForPlace = true;
                _ = WaitForPlaceAsync(rules.Concurrency);
                return;
            }

            Start(entry, rules);
        }

        if (_ready.NextDue is { } due)
        {
            // A clock that is set forward must not leave a delivery waiting, so no wait is long.
            var wait = due - Now;
            _dueTimer ??= this.RegisterGrainTimer(PumpAsync, new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
            _dueTimer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);
        }
    }

    private Task PumpAsync(CancellationToken cancellationToken)
    {
        Pump();
        return Task.CompletedTask;
    }

    private async Task WaitForPlaceAsync(int concurrency)
    {
        await _slots.TakeAsync(_stepKey, concurrency);
        _waitsForPlace = false;
        if (!IsEnding && Step is { } step && _ready.Next(Now) is { } entry)
        {
            Start(entry, QueueRules.Of(step.Description, _defaults));
        }
        else
        {
            _slots.Release(_stepKey, concurrency);
        }

        Pump();
    }

    // The caller has taken a place.
    private void Start(InboxEntry entry, QueueRules rules)
    {
        _ready.Start(entry);
        entry.Status = DeliveryStatus.Running;
        _ = RunAsync(entry, rules);
    }

    private async Task RunAsync(InboxEntry entry, QueueRules rules)
    {
        var returned = Task.CompletedTask;
        try
        {
            if (entry.Attempts > rules.MaxRetries)
            {
                // Its last attempt ended the process.
                await BuryAsync(entry, entry.Failures.LastOrDefault()?.Error ?? LostProcess);
                return;
            }

            var result = entry.IsSuspect ? await RunSuspectAsync(entry) : await HandleAsync(entry);
            if (result.StillRuns)
            {
                returned = _runner.WhenReturned(entry.Delivery.Id);
            }

            await SettleAsync(entry, result, rules);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            // The place and the message group are free, and the delivery may be tried again, when the handler has really returned.
            await returned;
            _slots.Release(_stepKey, rules.Concurrency);
            entry.Status = entry.Failures.Count > 0 ? DeliveryStatus.Retrying : DeliveryStatus.Waiting;
            _ready.Free(entry);
            Pump();
        }
    }

    private async Task<EventResult> RunSuspectAsync(InboxEntry entry)
    {
        await _slots.TakeAsync(SuspectsPlace, 1);
        try
        {
            if (IsEnding)
            {
                return EventResult.Returned;
            }

            entry.StartedIn = _runner.Process;
            await SaveAsync(entry.Segment);
            return IsEnding ? EventResult.Returned : await HandleAsync(entry);
        }
        finally
        {
            entry.StartedIn = 0;
            _slots.Release(SuspectsPlace, 1);
        }
    }

    private async Task<EventResult> HandleAsync(InboxEntry entry)
    {
        var expected = _runner.Expect(entry.Delivery.Id);
        try
        {
            return await GrainFactory.GetGrain<IEventHandlerGrain>(_stepKey).HandleEvent(new(entry.Delivery, entry.Attempts + 1));
        }
        catch (Exception lost)
        {
            LogRunLost(lost, entry.Delivery.Id, _step);
            return EventResult.Returned;
        }
        finally
        {
            _runner.Withdraw(entry.Delivery.Id, expected);
        }
    }

    private async Task SettleAsync(InboxEntry entry, EventResult result, QueueRules rules)
    {
        switch (result.Outcome)
        {
            case EventOutcome.Done:
                _done[entry.Delivery.Topic] = _done.GetValueOrDefault(entry.Delivery.Topic) + 1;
                End(entry);
                Note(entry, RunNoteKind.Done);
                SaveLater(entry.Segment);
                await ClearSuspicionAsync(entry);
                break;
            case EventOutcome.Returned:
                entry.Due = Now + rules.FirstPause;
                await ClearSuspicionAsync(entry);
                break;
            default:
                entry.Attempts++;
                entry.Failures.Add(FailedAttempt.Of(Now, result.Error ?? "The handler failed."));
                if (result.Outcome == EventOutcome.Rejected || entry.Attempts > rules.MaxRetries)
                {
                    await BuryAsync(entry, result.Error ?? "");
                    break;
                }

                (entry.Due, entry.IsSuspect, entry.Status) = (Now + rules.PauseAfter(entry.Attempts), false, DeliveryStatus.Retrying);
                await SaveAsync(entry.Segment);
                Note(entry, RunNoteKind.Retrying, result.Error);
                break;
        }
    }

    // The store says that it had begun; nobody may blame it for what comes after its end.
    private Task ClearSuspicionAsync(InboxEntry entry)
    {
        var wasSuspect = entry.IsSuspect;
        entry.IsSuspect = false;
        return wasSuspect ? SaveAsync(entry.Segment) : Task.CompletedTask;
    }

    private async Task BuryAsync(InboxEntry entry, string error)
    {
        var buried = new TaskCompletionSource();
        _dying[entry.Delivery.Id] = buried;
        await _dead.SetAsync(entry.Delivery.Id, DeadLetter.Encode(_step, entry, Now));
        CountDead(entry.Delivery.Topic, 1);
        LogOf(entry).DeliveryDied(entry.Delivery.Id, Math.Max(1, entry.Attempts), error.Split('\n')[0]);
        End(entry);
        Note(entry, RunNoteKind.Failed, error);
        await SaveAsync(entry.Segment);
        _dying.Remove(entry.Delivery.Id);
        buried.TrySetResult();
    }

    // The caller saves the segment.
    private void End(InboxEntry entry)
    {
        entry.HasEnded = true;
        entry.Segment.Entries.Remove(entry);
        _live.Remove(entry.Delivery.Id);
        _bytes -= entry.Delivery.Data.Length;
        _finished.Add(entry.Delivery.Id);
    }
}
