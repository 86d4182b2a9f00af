using Motia.Grains;

namespace Motia.Silo.Queues;

/// <summary>The segments of a lane whose deliveries are in the store alone.</summary>
internal sealed class ParkedSegments
{
    private readonly SortedList<long, ParkedShelf> _shelves = [];
    private readonly Dictionary<string, (int Waiting, int Retrying)> _counts = new(StringComparer.Ordinal);

    /// <summary>How many deliveries there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of their data.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many segments there are.</summary>
    public int Segments { get; private set; }

    public bool IsEmpty => Segments == 0;

    /// <summary>The segments' numbers, ascending.</summary>
    public IEnumerable<long> Numbers => _shelves.Values.SelectMany(shelf => shelf.Segments).Select(segment => segment.Number);

    /// <summary>How many deliveries of each topic wait for their first attempt, and for a later one.</summary>
    public IReadOnlyDictionary<string, (int Waiting, int Retrying)> Counts => _counts;

    /// <summary>When the next delivery becomes due; null if there is none.</summary>
    public DateTime? NextDue { get; private set; }

    /// <summary>Whether a delivery is among them.</summary>
    public bool Contains(TextHash id)
    {
        foreach (var (_, shelf) in _shelves)
        {
            if (shelf.Contains(id.First))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The numbers of the segments of which one has a delivery; none if it is not among them.</summary>
    public IReadOnlyList<long> Near(TextHash id) =>
        [.. _shelves.Values.Where(shelf => shelf.Contains(id.First)).SelectMany(shelf => shelf.Segments).Select(segment => segment.Number)];

    /// <summary>What is known of a segment; null if it is not among them.</summary>
    public ParkedSegment? Find(long number) => _shelves.GetValueOrDefault(number / ParkedShelf.Numbers)?.Find(number);

    /// <summary>Takes in a segment that is stored as it is.</summary>
    public void Add(InboxSegment segment, bool areSuspects)
    {
        var parked = ParkedSegment.Of(segment, areSuspects);
        ShelfOf(segment.Number).Add(parked, IdsOf(segment.Entries));
        NextDue = NextDue < parked.Due ? NextDue : parked.Due;
        Tally(segment.Entries, 1);
    }

    /// <summary>Takes out a segment.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="entries">Its deliveries, as they are stored.</param>
    /// <exception cref="InvalidOperationException">They are not what was taken in.</exception>
    public ParkedSegment Remove(long number, IReadOnlyCollection<InboxEntry> entries)
    {
        if (Find(number) is not { } parked || parked.Count != entries.Count)
        {
            throw new InvalidOperationException($"Segment {number} has {entries.Count} deliveries in the store and {Find(number)?.Count ?? 0} here.");
        }

        var shelf = ShelfOf(number);
        shelf.Remove(parked, IdsOf(entries));
        if (shelf.Segments.Count == 0)
        {
            _shelves.Remove(number / ParkedShelf.Numbers);
        }

        NextDue = parked.Due > NextDue ? NextDue : _shelves.Count == 0 ? null : _shelves.Values.Min(left => left.Due);
        Tally(entries, -1);
        return parked;
    }

    /// <summary>The segments to read next: in a fifo queue the first ones, because what comes after waits for them, else those that are due.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="isFifo">Whether the order counts.</param>
    /// <param name="most">The most segments.</param>
    public IReadOnlyList<long> Next(DateTime now, bool isFifo, int most) => isFifo || IsEmpty
        ? [.. Numbers.Take(most)]
        : [.. _shelves.Values.MinBy(shelf => shelf.Due)!.Segments.Where(segment => segment.Due <= now).OrderBy(segment => segment.Due).Take(most).Select(segment => segment.Number)];

    private static ulong[] IdsOf(IEnumerable<InboxEntry> entries) => [.. entries.Select(entry => TextHash.Of(entry.Delivery.Id).First).Order()];

    private ParkedShelf ShelfOf(long number)
    {
        if (!_shelves.TryGetValue(number / ParkedShelf.Numbers, out var shelf))
        {
            if (_shelves.Count > 0)
            {
                _shelves.Values[^1].Trim();
            }

            _shelves.Add(number / ParkedShelf.Numbers, shelf = new());
        }

        return shelf;
    }

    private void Tally(IReadOnlyCollection<InboxEntry> entries, int sign)
    {
        Segments += sign;
        Count += sign * entries.Count;
        foreach (var entry in entries)
        {
            Bytes += sign * entry.Delivery.Data.Length;
            var (waiting, retrying) = _counts.GetValueOrDefault(entry.Delivery.Topic);
            _counts[entry.Delivery.Topic] = entry.HasFailed ? (waiting, retrying + sign) : (waiting + sign, retrying);
            if (_counts[entry.Delivery.Topic] == (0, 0))
            {
                _counts.Remove(entry.Delivery.Topic);
            }
        }
    }
}
