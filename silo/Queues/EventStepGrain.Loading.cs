using Motia.Grains;

namespace Motia.Silo.Queues;

/// <content>Coming up and going down.</content>
internal sealed partial class EventStepGrain
{
    private const int SuspiciousStarts = 3;
    private const int ReadAtOnce = 16;
    private const string LostProcess = "The process ended while the handler ran.";
    private static readonly TimeSpan RememberedStarts = TimeSpan.FromMinutes(10);

    private bool _isTakingUp;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var payload = await _root.ReadAsync();
        if (!_root.Exists)
        {
            return;
        }

        var root = InboxRoot.Decode(_root.ToString(), payload);
        (_step, _stepKey) = (root.Step, GrainKeys.Step(root.Step));
        _wasFifo = root.IsFifo;
        _numbers.Restore(root.Bound);
        _starts = [.. root.Starts];
        foreach (var (topic, count) in root.Done)
        {
            _done[topic] = count;
        }

        for (var first = root.First; first < root.Bound; first += ReadAtOnce)
        {
            var count = (int)Math.Min(ReadAtOnce, root.Bound - first);
            var found = await Task.WhenAll(Enumerable.Range((int)first, count).Select(number => InboxSegment.ReadAsync(number, _records.Part(SegmentName, number))));
            foreach (var segment in found.OfType<InboxSegment>())
            {
                _segments.Add(segment.Number, segment);
            }
        }

        // One that is told to go while it comes up must not begin to run anything: not every runtime deactivates it in good order.
        cancellationToken.ThrowIfCancellationRequested();
        await TakeUpAsync();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isClosing = true;
        try
        {
            if (!_hasFailed)
            {
                await SaveForGoodAsync().WaitAsync(cancellationToken);
            }
        }
        finally
        {
            // What is under way ends before the next activation reads.
            await Task.WhenAll(_records.CloseAsync(), _dead.CloseAsync()).WaitAsync(cancellationToken);
        }
    }

    private async Task SaveForGoodAsync()
    {
        // The process goes on, so nobody is to blame for its end.
        foreach (var entry in _live.Values.Where(entry => entry.StartedIn != 0))
        {
            entry.StartedIn = 0;
            _dirty.Add(entry.Segment);
        }

        await SaveDirtyAsync();
        if (_root.Exists)
        {
            await _rootSaves.RequestAsync();
        }
    }

    private async Task TakeUpAsync()
    {
        if (_segments.Count == 0)
        {
            return;
        }

        var now = Now;
        _starts = [.. _starts.Where(start => now - start < RememberedStarts && start <= now), now];
        var isSuspicious = _starts.Count >= SuspiciousStarts;
        if (isSuspicious)
        {
            LogSuspects(this.GetPrimaryKeyString(), _starts.Count);
        }

        await _rootSaves.RequestAsync();
        _isTakingUp = true;
        try
        {
            var dead = await FindDeadAsync();
            foreach (var entry in _segments.Values.SelectMany(segment => segment.Entries).ToArray())
            {
                TakeUp(entry, dead, isSuspicious);
            }
        }
        finally
        {
            _isTakingUp = false;
        }

        Pump();
    }

    private void TakeUp(InboxEntry entry, HashSet<InboxEntry> dead, bool isSuspicious)
    {
        // What a crash left in two places is kept in one.
        if (dead.Contains(entry) || !_live.TryAdd(entry.Delivery.Id, entry))
        {
            entry.HasEnded = true;
            entry.Segment.Entries.Remove(entry);
            SaveLater(entry.Segment);
            return;
        }

        if (entry.StartedIn != 0)
        {
            // Where only its activation ended and not the process, it is not to blame.
            if (entry.StartedIn != _runner.Process)
            {
                entry.Attempts++;
                entry.Failures.Add(new(Now, LostProcess));
            }

            entry.StartedIn = 0;
            SaveLater(entry.Segment);
        }

        entry.IsSuspect = isSuspicious;
        entry.Status = entry.Failures.Count > 0 ? DeliveryStatus.Retrying : DeliveryStatus.Waiting;
        _bytes += entry.Delivery.Data.Length;

        // An activation before this one may have started its handler in this process.
        if (_runner.WhenReturned(entry.Delivery.Id) is { IsCompleted: false } returned)
        {
            var status = entry.Status;
            entry.Status = DeliveryStatus.Running;
            _ready.AddRunning(entry, IsFifo);
            _ = FreeLaterAsync(entry, status, returned);
        }
        else
        {
            _ready.Add(entry, IsFifo);
        }
    }

    private async Task<HashSet<InboxEntry>> FindDeadAsync()
    {
        var dead = new HashSet<InboxEntry>();
        if (await _dead.CountAsync() > 0)
        {
            foreach (var entry in _segments.Values.SelectMany(segment => segment.Entries))
            {
                if (await IsDeadAsync(entry))
                {
                    dead.Add(entry);
                }
            }
        }

        return dead;
    }

    // A dead letter with more failures than the delivery is newer; one with as many is what the delivery was redriven from.
    private async Task<bool> IsDeadAsync(InboxEntry entry)
    {
        if (await _dead.GetAsync(entry.Delivery.Id) is not { } letter)
        {
            return false;
        }

        if (DeadLetter.Reopen(letter.Span).Failures.Count > entry.Failures.Count)
        {
            return true;
        }

        await _dead.RemoveAsync(entry.Delivery.Id);
        return false;
    }

    private async Task FreeLaterAsync(InboxEntry entry, DeliveryStatus status, Task returned)
    {
        await returned;
        entry.Status = status;
        _ready.Free(entry);
        Pump();
    }
}
