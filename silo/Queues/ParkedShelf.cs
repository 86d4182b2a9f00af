using System.Runtime.InteropServices;

namespace Motia.Silo.Queues;

/// <summary>
/// The parked segments of a stretch of numbers. Of each delivery 64 bits of its id's hash are kept: that a new id meets one of a lane's 250,000 in them is as likely as 1 in 10^14.
/// </summary>
internal sealed class ParkedShelf
{
    /// <summary>How many numbers a shelf is for.</summary>
    public const int Numbers = 256;

    private readonly List<ParkedSegment> _segments = [];
    private readonly List<ulong> _ids = [];

    /// <summary>Its segments, by number.</summary>
    public IReadOnlyList<ParkedSegment> Segments => _segments;

    /// <summary>When the first delivery becomes due, UTC; <see cref="DateTime.MaxValue"/> if there is none.</summary>
    public DateTime Due { get; private set; } = DateTime.MaxValue;

    public bool Contains(ulong id) => _ids.BinarySearch(id) >= 0;

    public ParkedSegment? Find(long number) => PlaceOf(number) is >= 0 and var place ? _segments[place] : null;

    /// <summary>Takes in a segment that is not in it.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="ids">Its deliveries' ids, ascending.</param>
    public void Add(ParkedSegment segment, ReadOnlySpan<ulong> ids)
    {
        _segments.Insert(~PlaceOf(segment.Number), segment);
        Due = segment.Due < Due ? segment.Due : Due;

        // From the back, so that both are in order and nothing is moved twice.
        var (left, right) = (_ids.Count - 1, ids.Length - 1);
        CollectionsMarshal.SetCount(_ids, _ids.Count + ids.Length);
        for (var to = _ids.Count - 1; right >= 0; to--)
        {
            _ids[to] = left >= 0 && _ids[left] > ids[right] ? _ids[left--] : ids[right--];
        }
    }

    /// <summary>Takes out a segment that is in it.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="ids">Its deliveries' ids, ascending.</param>
    public void Remove(ParkedSegment segment, ReadOnlySpan<ulong> ids)
    {
        _segments.RemoveAt(PlaceOf(segment.Number));
        Due = segment.Due > Due ? Due : _segments.Select(other => other.Due).DefaultIfEmpty(DateTime.MaxValue).Min();
        var kept = 0;
        foreach (var id in CollectionsMarshal.AsSpan(_ids))
        {
            while (ids is [var passed, ..] && passed < id)
            {
                ids = ids[1..];
            }

            if (ids is [var gone, ..] && gone == id)
            {
                ids = ids[1..];
            }
            else
            {
                _ids[kept++] = id;
            }
        }

        CollectionsMarshal.SetCount(_ids, kept);
    }

    /// <summary>Gives back room that was kept for more.</summary>
    public void Trim()
    {
        _segments.TrimExcess();
        _ids.TrimExcess();
    }

    // Or the complement of where it would be.
    private int PlaceOf(long number) => CollectionsMarshal.AsSpan(_segments).BinarySearch(new WithNumber(number));

    private readonly record struct WithNumber(long Number) : IComparable<ParkedSegment>
    {
        public int CompareTo(ParkedSegment other) => Number.CompareTo(other.Number);
    }
}
