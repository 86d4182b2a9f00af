using Motia.Grains;

namespace Motia.Silo.Queues;

/// <content>What runs when.</content>
internal sealed partial class EventStepGrain
{
    // All lanes of all steps share this one place for what may have ended the process: never two of them at once, so that an innocent one is not blamed.
    private const string SuspectsPlace = "suspects";
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(1);

    private readonly HashSet<InboxEntry> _running = [];
    private IGrainTimer? _dueTimer;
    private bool _waitsForPlace;
    private int _places = QueueRules.DefaultConcurrency;

    // Dead letters whose segment still has them in the store.
    private readonly Dictionary<string, TaskCompletionSource> _dying = new(StringComparer.Ordinal);

    private bool IsEnding => _hasFailed || _isClosing || _runner.IsStopping;

    // While the step is not loaded its queue goes by what it was. When an edit makes another kind of queue of it, what waits is sorted anew.
    private void FollowStep()
    {
        if (Step is not { } step)
        {
            return;
        }

        var rules = QueueRules.Of(step.Description, _defaults);
        _places = rules.Concurrency;
        if (rules.IsFifo == _ready.IsFifo)
        {
            return;
        }

        _ready = new(rules.IsFifo);
        foreach (var entry in _running)
        {
            _ready.AddRunning(entry);
        }

        foreach (var entry in _segments.Values.SelectMany(segment => segment.Entries).Where(entry => entry.IsAdmitted && !entry.IsRunning))
        {
            _ready.Add(entry);
        }
    }

    // Lets a delivery run when it may: at once, or when the handler has returned that an earlier attempt or activation left behind.
    private void Admit(InboxEntry entry)
    {
        entry.IsAdmitted = true;
        if (StillRuns(entry))
        {
            Hold(entry);
        }
        else
        {
            _ready.Add(entry);
        }
    }

    private bool StillRuns(InboxEntry entry) => !_runner.WhenReturned(entry.Delivery.Id).IsCompleted;

    private void Hold(InboxEntry entry)
    {
        entry.IsRunning = true;
        _running.Add(entry);
        _ready.AddRunning(entry);
        _ = FreeAfterAsync(entry, _runner.WhenReturned(entry.Delivery.Id));
    }

    private async Task FreeAfterAsync(InboxEntry entry, Task returned)
    {
        await returned;
        entry.IsRunning = false;
        _running.Remove(entry);
        _ready.Free(entry);
        Pump();
    }

    // Starts what may start. Cheap when there is nothing.
    private void Pump()
    {
        FollowStep();
        if (!_isUp || IsEnding || Step is not { } step)
        {
            return;
        }

        var (rules, now) = (QueueRules.Of(step.Description, _defaults), Now);
        while (!_waitsForPlace && _ready.Next(now) is { } entry)
        {
            if (_slots.TryTake(_stepKey, _places))
            {
                Start(entry, rules);
            }
            else
            {
                WaitForPlace();
            }
        }

        LoadMore(now);
        SetTimer(now);
    }

    // What is due already waits for a place or for room, not for its time.
    private void SetTimer(DateTime now)
    {
        var next = new[] { _ready.NextDue, _parked.NextDue }.Where(due => due > now).Min();
        if (next is { } due)
        {
            // A clock that is set forward must not leave a delivery waiting, so no wait is long.
            var wait = due - now;
            _dueTimer ??= this.RegisterGrainTimer(PumpAsync, new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
            _dueTimer.Change(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);
        }
    }

    private Task PumpAsync(CancellationToken cancellationToken)
    {
        Pump();
        return Task.CompletedTask;
    }

    private void WaitForPlace()
    {
        _waitsForPlace = true;
        _ = WaitForPlaceAsync();
    }

    private async Task WaitForPlaceAsync()
    {
        await _slots.TakeAsync(_stepKey, _places);
        await LoadUntilReadyAsync();
        _waitsForPlace = false;
        if (!IsEnding && Step is { } step && _ready.Next(Now) is { } entry)
        {
            Start(entry, QueueRules.Of(step.Description, _defaults));
        }
        else
        {
            _slots.Release(_stepKey, _places);
        }

        Pump();
    }

    // The caller has taken a place.
    private void Start(InboxEntry entry, QueueRules rules)
    {
        _ready.Start(entry);
        entry.IsRunning = true;
        _running.Add(entry);
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
            _slots.Release(_stepKey, _places);
            await FreeAfterAsync(entry, returned);
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
            // The answer did not come; the handler may run on.
            LogRunLost(lost, entry.Delivery.Id, _step);
            return EventResult.Returned with { StillRuns = true };
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
                entry.Due = Now + rules.PauseAfter(++entry.Returns);
                await ClearSuspicionAsync(entry);
                break;
            default:
                entry.Fail(Now, result.Error ?? "The handler failed.");
                if (result.Outcome == EventOutcome.Rejected || entry.Attempts > rules.MaxRetries)
                {
                    await BuryAsync(entry, result.Error ?? "");
                    break;
                }

                (entry.Due, entry.IsSuspect) = (Now + rules.PauseAfter(entry.Attempts), false);
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
        try
        {
            await _dead.SetAsync(entry.Delivery.Id, DeadLetter.Encode(_step, entry, Now));
            CountDead(entry.Delivery.Topic, 1);
            LogOf(entry).DeliveryDied(entry.Delivery.Id, Math.Max(1, entry.Attempts), error.Split('\n')[0]);
            End(entry);
            Note(entry, RunNoteKind.Failed, error);
            await SaveAsync(entry.Segment);
        }
        finally
        {
            _dying.Remove(entry.Delivery.Id);
            buried.TrySetResult();
        }
    }

    // The caller saves the segment.
    private void End(InboxEntry entry)
    {
        entry.HasEnded = true;
        entry.Segment.Entries.Remove(entry);
        LetGo(entry);
        _finished.Add(TextHash.Of(entry.Delivery.Id));
    }
}
