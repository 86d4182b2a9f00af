using Motia.Grains;

namespace Motia.Silo.Queues;

/// <summary>The segments of a lane whose deliveries are in the store alone. Of each delivery nothing is kept but the hash of its id.</summary>
internal sealed class ParkedSegments
{
    private readonly SortedDictionary<long, ParkedSegment> _byNumber = [];
    private readonly PriorityQueue<ParkedSegment, DateTime> _byDue = new();
    private readonly Dictionary<TextHash, long> _numbers = [];
    private readonly Dictionary<string, (int Waiting, int Retrying)> _counts = new(StringComparer.Ordinal);

    /// <summary>How many deliveries there are.</summary>
    public int Count => _numbers.Count;

    /// <summary>The bytes of their data.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many segments there are.</summary>
    public int Segments => _byNumber.Count;

    public bool IsEmpty => _byNumber.Count == 0;

    /// <summary>The segments' numbers, ascending.</summary>
    public IEnumerable<long> Numbers => _byNumber.Keys;

    /// <summary>How many deliveries of each topic wait for their first attempt, and for a later one.</summary>
    public IReadOnlyDictionary<string, (int Waiting, int Retrying)> Counts => _counts;

    /// <summary>When the next delivery becomes due; null if there is none.</summary>
    public DateTime? NextDue
    {
        get
        {
            while (_byDue.TryPeek(out var first, out _) && !_byNumber.ContainsKey(first.Number))
            {
                _byDue.Dequeue();
            }

            return _byDue.TryPeek(out _, out var due) ? due : null;
        }
    }

    /// <summary>Whether a delivery is among them.</summary>
    public bool Contains(TextHash id) => _numbers.ContainsKey(id);

    /// <summary>The segment of a delivery, by the hash of its id; null if it is not among them.</summary>
    public long? NumberOf(TextHash id) => _numbers.TryGetValue(id, out var number) ? number : null;

    /// <summary>What is known of a segment; null if it is not among them.</summary>
    public ParkedSegment? Find(long number) => _byNumber.GetValueOrDefault(number);

    /// <summary>Takes in a segment that is stored as it is.</summary>
    public void Add(InboxSegment segment, bool areSuspects)
    {
        var parked = new ParkedSegment(
            segment.Number,
            segment.Entries.Min(entry => entry.Due),
            segment.Entries.Sum(entry => (long)entry.Delivery.Data.Length),
            areSuspects,
            [.. segment.Entries.GroupBy(entry => entry.Delivery.Topic, StringComparer.Ordinal).Select(topic => (Known(topic.Key), topic.Count(entry => !entry.HasFailed), topic.Count(entry => entry.HasFailed)))]);
        _byNumber.Add(parked.Number, parked);
        _byDue.Enqueue(parked, parked.Due);
        foreach (var entry in segment.Entries)
        {
            _numbers.Add(TextHash.Of(entry.Delivery.Id), parked.Number);
        }

        Change(parked, 1);
    }

    /// <summary>Takes out a segment that was read.</summary>
    public ParkedSegment Remove(InboxSegment segment)
    {
        _byNumber.Remove(segment.Number, out var parked);
        foreach (var entry in segment.Entries)
        {
            _numbers.Remove(TextHash.Of(entry.Delivery.Id));
        }

        Change(parked!, -1);
        if (IsEmpty)
        {
            _byDue.Clear();
            _byDue.TrimExcess();
            _numbers.TrimExcess();
        }

        return parked!;
    }

    /// <summary>The segments to read next: in a fifo queue the first ones, because what comes after waits for them, else those that are due.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="isFifo">Whether the order counts.</param>
    /// <param name="most">The most segments.</param>
    public IReadOnlyList<long> Next(DateTime now, bool isFifo, int most)
    {
        if (isFifo)
        {
            return [.. Numbers.Take(most)];
        }

        var next = new List<long>();
        while (next.Count < most && NextDue <= now)
        {
            next.Add(_byDue.Dequeue().Number);
        }

        return next;
    }

    // The text that is kept already, so that a topic is not kept once per segment.
    private string Known(string topic)
    {
        foreach (var known in _counts.Keys)
        {
            if (known == topic)
            {
                return known;
            }
        }

        return topic;
    }

    private void Change(ParkedSegment parked, int sign)
    {
        Bytes += sign * parked.Bytes;
        foreach (var (topic, waiting, retrying) in parked.Counts)
        {
            var counts = _counts.GetValueOrDefault(topic);
            _counts[topic] = (counts.Waiting + (sign * waiting), counts.Retrying + (sign * retrying));
        }
    }
}
