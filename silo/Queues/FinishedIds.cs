using Motia.Grains;

namespace Motia.Silo.Queues;

/// <summary>
/// The ids of deliveries that have ended, by their hash: whoever did not hear that a delivery was accepted hands it over again. They are known for ten minutes; of more
/// than 100,000, those of the last two minutes, which is twice as long as an emitter repeats. Lost with the activation.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class FinishedIds(TimeProvider time)
{
    private const int Many = 100_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeptOfMany = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    // Each set holds the ids of one minute.
    private readonly Queue<(long Began, HashSet<TextHash> Ids)> _minutes = new();
    private HashSet<TextHash> _current = [];
    private long _began;

    /// <summary>How many are known.</summary>
    public int Count => _minutes.Sum(minute => minute.Ids.Count);

    public void Add(TextHash id)
    {
        var now = time.GetTimestamp();
        if (_minutes.Count == 0 || time.GetElapsedTime(_began, now) >= Turn)
        {
            Forget(now);
            (_began, _current) = (now, []);
            _minutes.Enqueue((_began, _current));
        }

        _current.Add(id);
    }

    public bool Contains(TextHash id)
    {
        foreach (var (_, ids) in _minutes)
        {
            if (ids.Contains(id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets an id: its delivery was reopened.</summary>
    public void Remove(TextHash id)
    {
        foreach (var (_, ids) in _minutes)
        {
            ids.Remove(id);
        }
    }

    // A set is as old as the last id that came into it.
    private void Forget(long now)
    {
        while (_minutes.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Began, now) - Turn is var age && (age > Kept || (age > KeptOfMany && Count > Many)))
        {
            _minutes.Dequeue();
        }
    }
}
