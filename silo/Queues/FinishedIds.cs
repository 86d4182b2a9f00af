using Motia.Grains;

namespace Motia.Silo.Queues;

/// <summary>The ids of deliveries that have ended, for ten minutes: whoever did not hear that a delivery was accepted hands it over again. Lost with the activation.</summary>
/// <param name="time">The clock.</param>
internal sealed class FinishedIds(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    // Each set holds the ids of one minute as the first half of their SHA-256: no two ids meet.
    private readonly Queue<(long Began, HashSet<UInt128> Ids)> _minutes = new();
    private HashSet<UInt128> _current = [];
    private long _began;

    public void Add(string id)
    {
        var now = time.GetTimestamp();
        if (_minutes.Count == 0 || time.GetElapsedTime(_began, now) >= Turn)
        {
            (_began, _current) = (now, []);
            _minutes.Enqueue((_began, _current));
            while (time.GetElapsedTime(_minutes.Peek().Began, now) > Kept + Turn)
            {
                _minutes.Dequeue();
            }
        }

        _current.Add(TextHash.Of(id));
    }

    public bool Contains(string id)
    {
        if (_minutes.Count == 0)
        {
            return false;
        }

        var wanted = TextHash.Of(id);
        foreach (var (_, ids) in _minutes)
        {
            if (ids.Contains(wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets an id: its delivery was reopened.</summary>
    public void Remove(string id)
    {
        var wanted = TextHash.Of(id);
        foreach (var (_, ids) in _minutes)
        {
            ids.Remove(wanted);
        }
    }
}
