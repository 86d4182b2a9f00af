using Motia.Grains;

namespace Motia.Silo.Queues;

/// <content>
/// A backlog waits in the store alone, so that it costs no memory: when the window is full, a segment is let go as soon as it is stored, and read again when there is room.
/// In a fifo queue everything that comes after a parked segment is parked too.
/// </content>
internal sealed partial class EventStepGrain
{
    private const int ReadAtOnce = 16;
    private const long WindowBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly ParkedSegments _parked = new();
    private Task _unparking = Task.CompletedTask;
    private bool _isLoading;

    private bool IsWindowFull => _live.Count > _defaults.Window || _bytes > WindowBytes;

    // A place that nobody can take is reason enough to look past what waits in memory: for a later attempt, or for another of its message group.
    private bool HasRoom => !IsWindowFull || (_ready.IsEmpty && !_waitsForPlace && _slots.HasFree(_stepKey, _places));

    // A step that was unloaded meanwhile runs nothing that is read.
    private bool MayLoad => !IsEnding && Step is not null && _parked.NextDue <= Now;

    private bool MustPark(InboxSegment segment)
    {
        var now = Now;
        return _ready.IsFifo
            ? !_parked.IsEmpty || IsWindowFull || segment.Entries[0].Due > now + Soon
            : _parked.NextDue <= now || IsWindowFull || segment.Entries.TrueForAll(entry => entry.Due > now + Soon);
    }

    // Nothing but its deliveries knows of it: they are saved, and none of them may run yet.
    private void Park(InboxSegment segment, bool areSuspects)
    {
        _segments.Remove(segment.Number);
        _parked.Add(segment, areSuspects);
        foreach (var entry in segment.Entries)
        {
            LetGo(entry);
            if (StillRuns(entry))
            {
                // An activation before this one started it: its message group is busy although it is parked.
                Hold(new(entry.Delivery) { HasEnded = true });
            }
        }
    }

    private void LoadMore(DateTime now)
    {
        if (_isLoading || !(_parked.NextDue <= now))
        {
            return;
        }

        if (HasRoom)
        {
            _isLoading = true;
            _ = LoadAsync();
        }
        else if (_ready.IsEmpty && !_waitsForPlace)
        {
            // What is in memory only waits; the end of a handler, of whatever lane, makes room.
            WaitForPlace();
        }
    }

    // With a place in hand, which would be passed on in vain if what may run had yet to be read.
    private async Task LoadUntilReadyAsync()
    {
        try
        {
            while (MayLoad && _ready.Next(Now) is null)
            {
                await UnparkAsync(() => _parked.Next(Now, _ready.IsFifo, ReadAtOnce));
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            while (MayLoad && HasRoom)
            {
                await UnparkAsync(() => _parked.Next(Now, _ready.IsFifo, ReadAtOnce));
                Pump();
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            _isLoading = false;
        }

        Pump();
    }

    // Changes a delivery where it is parked; null if it is not parked.
    private async Task<QueueAnswer?> ChangeParkedAsync(string id, string verb, Action<InboxEntry> change, Action<InboxEntry> tell)
    {
        QueueAnswer? answer = null;
        await AloneAsync(async () =>
        {
            if (await FindParkedAsync(id) is { } entry)
            {
                answer = StillRuns(entry) ? RunsStill(verb) : await ChangeStoredAsync(entry, change);
                if (answer.Outcome == QueueOutcome.Done)
                {
                    tell(entry);
                }
            }
        });
        return answer;
    }

    private async Task<QueueAnswer> ChangeStoredAsync(InboxEntry entry, Action<InboxEntry> change)
    {
        var segment = entry.Segment;
        InboxEntry[] before = [.. segment.Entries];
        change(entry);
        await segment.SaveSoonAsync();
        var areSuspects = _parked.Remove(segment.Number, before).AreSuspects;
        if (segment.Entries.Count > 0)
        {
            _parked.Add(segment, areSuspects);
        }

        return QueueAnswer.Done;
    }

    // The delivery as it is in the store, where it stays; null if it is not parked.
    private async Task<InboxEntry?> FindParkedAsync(string id)
    {
        foreach (var numbers in _parked.Near(TextHash.Of(id)).Chunk(ReadAtOnce))
        {
            var segments = await ReadAsync(numbers);
            if (segments.SelectMany(segment => segment.Entries).FirstOrDefault(entry => entry.Delivery.Id == id) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    // One after the other, so that none is read twice, or changed while it is read.
    private Task AloneAsync(Func<Task> work) => _unparking = AfterAsync(_unparking, work);

    private static async Task AfterAsync(Task before, Func<Task> work)
    {
        await before;
        await work();
    }

    private Task UnparkAsync(Func<IReadOnlyList<long>> choose) => AloneAsync(() => ReadInAsync(choose));

    private async Task ReadInAsync(Func<IReadOnlyList<long>> choose)
    {
        foreach (var numbers in choose().Chunk(ReadAtOnce))
        {
            var segments = await ReadAsync(numbers);
            if (segments.Length < numbers.Length)
            {
                throw new InvalidOperationException($"Of the segments {string.Join(", ", numbers)} only {string.Join(", ", segments.Select(segment => segment.Number))} are in the store.");
            }

            if (_hasFailed || _isClosing)
            {
                throw new InvalidOperationException("The lane is being unloaded.");
            }

            foreach (var segment in segments)
            {
                var areSuspects = _parked.Remove(segment.Number, segment.Entries).AreSuspects;
                _segments.Add(segment.Number, segment);
                foreach (var entry in segment.Entries)
                {
                    entry.IsSuspect = areSuspects;
                    Keep(entry);
                    Admit(entry);
                }
            }
        }
    }

    private async Task<InboxSegment[]> ReadAsync(IEnumerable<long> numbers)
    {
        var segments = await Task.WhenAll(numbers.Select(number => InboxSegment.ReadAsync(number, _records.Part(SegmentName, number))));
        return [.. segments.OfType<InboxSegment>()];
    }

    private void Keep(InboxEntry entry)
    {
        _live.Add(entry.Delivery.Id, entry);
        _bytes += entry.Delivery.Data.Length;
    }

    private void LetGo(InboxEntry entry)
    {
        _live.Remove(entry.Delivery.Id);
        _bytes -= entry.Delivery.Data.Length;
    }
}
