namespace Motia.Silo.Queues;

/// <content>What is stored, and when.</content>
internal sealed partial class EventStepGrain
{
    private static readonly TimeSpan FlushDelay = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<InboxSegment> _dirty = [];
    private IGrainTimer? _flushTimer;
    private bool _isFlushDue;

    private async Task SaveAcceptedAsync()
    {
        var entries = _incoming;
        _incoming = [];
        var parts = Divide(entries);
        while (!_numbers.Has(parts.Count))
        {
            _numbersAsked = Math.Max(_numbersAsked, parts.Count);
            await _rootSaves.RequestAsync();
        }

        var segments = new List<InboxSegment>(parts.Count);
        foreach (var part in parts)
        {
            var number = (int)_numbers.Take();
            segments.Add(new(number, _records.Part(SegmentName, number), part));
            _segments.Add(number, segments[^1]);
        }

        if (_numbers.IsHalfUsed)
        {
            _ = Guard(async () =>
            {
                await _rootSaves.RequestAsync();
                return Grains.QueueAnswer.Done;
            });
        }

        await SaveInOrderAsync(segments);

        // One that was discarded meanwhile has nothing to wait for.
        foreach (var entry in entries.Where(entry => !entry.HasEnded && !entry.IsHeld))
        {
            _ready.Add(entry, IsFifo);
        }

        Pump();
    }

    private async Task SaveInOrderAsync(List<InboxSegment> segments)
    {
        if (!IsFifo)
        {
            await Task.WhenAll(segments.Select(segment => segment.SaveSoonAsync()));
            return;
        }

        // A later part that is stored while an earlier one is not would run before it.
        foreach (var segment in segments)
        {
            await segment.SaveSoonAsync();
        }
    }

    private static List<List<InboxEntry>> Divide(List<InboxEntry> entries)
    {
        var parts = new List<List<InboxEntry>>();
        var bytes = 0;
        foreach (var entry in entries)
        {
            if (parts.Count == 0 || parts[^1].Count == InboxSegment.MostEntries || bytes + entry.Size > InboxSegment.MostBytes)
            {
                parts.Add([]);
                bytes = 0;
            }

            parts[^1].Add(entry);
            bytes += entry.Size;
        }

        return parts;
    }

    private async Task SaveRootAsync()
    {
        var bound = _numbers.Wanted(_numbersAsked);
        _numbersAsked = 1;
        var first = _segments.Count > 0 ? _segments.First().Key : _numbers.Next;
        await _root.WriteAsync(new InboxRoot(_step, IsFifo, first, bound, _starts, _done).Encode());
        _numbers.Grant(bound);
    }

    private async Task SaveAsync(InboxSegment segment)
    {
        _dirty.Remove(segment);
        await segment.SaveSoonAsync();

        // A number leaves the range that the root tells only when no record can have it any more.
        if (segment.IsDeleted)
        {
            _segments.Remove(segment.Number);
        }
    }

    // What succeeded is saved a little later, together with what succeeds meanwhile.
    private void SaveLater(InboxSegment segment)
    {
        _dirty.Add(segment);
        if (!_isFlushDue)
        {
            _isFlushDue = true;
            _flushTimer ??= this.RegisterGrainTimer(FlushAsync, new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
            _flushTimer.Change(FlushDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        _isFlushDue = false;
        try
        {
            await Task.WhenAll(SaveDirtyAsync(), _rootSaves.RequestAsync());
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private Task SaveDirtyAsync() => Task.WhenAll(_dirty.ToArray().Select(SaveAsync));
}
