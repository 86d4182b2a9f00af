using Motia.Grains;

namespace Motia.Silo.Queues;

/// <content>Coming up and going down.</content>
internal sealed partial class EventStepGrain
{
    private const int SuspiciousStarts = 3;
    private const string LostProcess = "The process ended while the handler ran.";
    private static readonly TimeSpan RememberedStarts = TimeSpan.FromMinutes(10);

    private bool _isUp;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await ComeUpAsync(cancellationToken);
        _isUp = true;
        Pump();
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

    private async Task ComeUpAsync(CancellationToken cancellationToken)
    {
        var payload = await _root.ReadAsync();
        if (!_root.Exists)
        {
            return;
        }

        var root = InboxRoot.Decode(_root.ToString(), payload);
        Restore(root);
        var areSuspects = _starts.Count + 1 >= SuspiciousStarts;
        var hasDead = await _dead.CountAsync() > 0;
        foreach (var numbers in root.Ranges.SelectMany(Numbers).Chunk(ReadAtOnce))
        {
            foreach (var segment in await ReadAsync(numbers))
            {
                await TakeUpAsync(segment, hasDead, areSuspects);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        if (_segments.Count == 0 && _parked.IsEmpty)
        {
            return;
        }

        _starts.Add(Now);
        if (areSuspects)
        {
            LogSuspects(this.GetPrimaryKeyString(), _starts.Count);
        }

        await _rootSaves.RequestAsync();

        // One that is told to go while it comes up must not begin to run anything: not every runtime deactivates it in good order.
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var segment in _segments.Values)
        {
            segment.Entries.ForEach(Admit);
        }
    }

    private static IEnumerable<long> Numbers((long First, long End) range)
    {
        for (var number = range.First; number < range.End; number++)
        {
            yield return number;
        }
    }

    private void Restore(InboxRoot root)
    {
        var now = Now;
        (_step, _stepKey) = (root.Step, GrainKeys.Step(root.Step));
        _ready = new(root.IsFifo);
        FollowStep();
        _numbers.Restore(root.Bound);
        _inherited = (Math.Max(root.Ranges[^1].First, root.Bound - (2 * BlockOfNumbers)), root.Bound);
        _starts = [.. root.Starts.Where(start => now - start < RememberedStarts && start <= now)];
        _done = new(root.Done, StringComparer.Ordinal);
        _deadByTopic = new(root.Dead, StringComparer.Ordinal);
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

    // What was changed is saved before anything else happens, so that the segment may be parked.
    private async Task TakeUpAsync(InboxSegment segment, bool hasDead, bool areSuspects)
    {
        _segments.Add(segment.Number, segment);
        var isChanged = false;
        foreach (var entry in segment.Entries.ToArray())
        {
            // What a crash left in two places is kept in one.
            if (_live.ContainsKey(entry.Delivery.Id) || _parked.Contains(TextHash.Of(entry.Delivery.Id)) || (hasDead && await IsDeadAsync(entry)))
            {
                segment.Entries.Remove(entry);
                isChanged = true;
                continue;
            }

            if (entry.StartedIn != 0)
            {
                // Where only its activation ended and not the process, it is not to blame.
                if (entry.StartedIn != _runner.Process)
                {
                    entry.Fail(Now, LostProcess);
                }

                entry.StartedIn = 0;
                isChanged = true;
            }

            entry.IsSuspect = areSuspects;
            Keep(entry);
        }

        if (isChanged)
        {
            await SaveAsync(segment);
        }

        if (segment.Entries.Count > 0 && MustPark(segment))
        {
            Park(segment, areSuspects);
        }
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
}
