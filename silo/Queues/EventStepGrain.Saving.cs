namespace Motia.Silo.Queues;

/// <content>What is stored, and when.</content>
internal sealed partial class EventStepGrain
{
    private static readonly TimeSpan FlushDelay = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<InboxSegment> _dirty = [];
    private IGrainTimer? _flushTimer;
    private bool _isFlushDue;
    private IReadOnlyList<(long First, long End)> _ranges = [];
    private int _segmentsInRanges;

    // Where what the activation before this one had reserved must be. If that is up yet, in a silo that was taken for dead, it may still store segments there: the next activation looks for them.
    private (long First, long End) _inherited;

    private async Task SaveAcceptedAsync()
    {
        var entries = _incoming;
        _incoming = [];
        foreach (var segment in await StoreAsync(entries))
        {
            segment.Entries.ForEach(entry => Note(entry, Grains.RunNoteKind.Accepted));
            AdmitOrPark(segment);
        }

        Pump();
    }

    private void AdmitOrPark(InboxSegment segment)
    {
        if (MustPark(segment))
        {
            Park(segment, areSuspects: false);
        }
        else
        {
            segment.Entries.ForEach(Admit);
        }
    }

    // Makes segments of new deliveries; when it is done they are durable.
    private async Task<List<InboxSegment>> StoreAsync(List<InboxEntry> entries)
    {
        var parts = Divide(entries);
        while (!_numbers.Has(parts.Count))
        {
            _numbersAsked = Math.Max(_numbersAsked, parts.Count);
            await _rootSaves.RequestAsync();
        }

        var segments = new List<InboxSegment>(parts.Count);
        foreach (var part in parts)
        {
            var number = _numbers.Take();
            segments.Add(new(number, _records.Part(SegmentName, number), part));
            _segments.Add(number, segments[^1]);
        }

        if (_numbers.IsHalfUsed && _rootSaves.Pending is null)
        {
            _ = Guard(async () =>
            {
                await _rootSaves.RequestAsync();
                return Grains.QueueAnswer.Done;
            });
        }

        await SaveInOrderAsync(segments);
        return segments;
    }

    private async Task SaveInOrderAsync(List<InboxSegment> segments)
    {
        if (!_ready.IsFifo)
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
        FindRanges(bound);
        await _root.WriteAsync(new InboxRoot(_step, _ready.IsFifo, _ranges, _starts, _done, _deadByTopic).Encode());
        _numbers.Grant(bound);
    }

    // The ranges hold until a new block of numbers is reserved. Segments that go make them wider than they need be, so they are found anew when many have gone.
    private void FindRanges(long bound)
    {
        var segments = _segments.Count + _parked.Segments;
        if (_ranges is [.., var last] && last.End == bound && segments > _segmentsInRanges / 2)
        {
            return;
        }

        _ranges = LiveRanges.Of(Merge(Merge(_segments.Keys, _parked.Numbers), Numbers(_inherited)), _numbers.Next, bound);
        _segmentsInRanges = segments;
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

    private static IEnumerable<long> Merge(IEnumerable<long> left, IEnumerable<long> right)
    {
        using var rest = right.GetEnumerator();
        var more = rest.MoveNext();
        foreach (var number in left)
        {
            for (; more && rest.Current < number; more = rest.MoveNext())
            {
                yield return rest.Current;
            }

            yield return number;
        }

        for (; more; more = rest.MoveNext())
        {
            yield return rest.Current;
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
