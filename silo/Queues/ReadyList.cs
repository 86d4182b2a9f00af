using Motia.Grains;

namespace Motia.Silo.Queues;

/// <summary>Which of a lane's deliveries may run, and which is the next one to become due.</summary>
internal sealed class ReadyList
{
    private readonly Queue<InboxEntry> _ready = new();
    private readonly PriorityQueue<InboxEntry, DateTime> _later = new();
    private readonly Dictionary<string, MessageGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Takes in a delivery that was accepted.</summary>
    /// <param name="entry">The delivery.</param>
    /// <param name="isFifo">Whether it waits for those of its group that came before it.</param>
    public void Add(InboxEntry entry, bool isFifo)
    {
        if (isFifo)
        {
            var group = GroupOf(entry);
            group.Entries.Enqueue(entry);
            if (group.IsBusy || group.Entries.Count > 1)
            {
                return;
            }
        }

        Wait(entry);
    }

    /// <summary>Takes in a delivery that was found in the store while its handler runs: <see cref="Free"/> is called when that has returned.</summary>
    public void AddRunning(InboxEntry entry, bool isFifo)
    {
        if (isFifo)
        {
            var group = GroupOf(entry);
            group.Entries.Enqueue(entry);
            group.IsBusy = true;
        }
    }

    /// <summary>Notes that a delivery's due time is another one.</summary>
    public void Wait(InboxEntry entry) => _later.Enqueue(entry, entry.Due);

    /// <summary>The next delivery that may run; null if none may now.</summary>
    public InboxEntry? Next(DateTime now)
    {
        while (_later.TryPeek(out var entry, out var due) && due <= now)
        {
            _later.Dequeue();

            // One that was redriven meanwhile has another due time and is in here once more.
            if (IsWaiting(entry, now))
            {
                _ready.Enqueue(entry);
            }
        }

        while (_ready.TryPeek(out var first))
        {
            if (IsWaiting(first, now) && !IsBlocked(first))
            {
                return first;
            }

            // The clock was set back, or the delivery was given another time: it waits again.
            _ready.Dequeue();
            if (first.Due > now && IsWaiting(first, first.Due))
            {
                Wait(first);
            }
        }

        return null;
    }

    /// <summary>When the next delivery becomes due that does not wait for another; null if there is none.</summary>
    public DateTime? NextDue => _later.TryPeek(out _, out var due) ? due : null;

    /// <summary>Takes out the delivery that <see cref="Next"/> gave: it runs.</summary>
    public void Start(InboxEntry entry)
    {
        _ready.Dequeue();
        if (_groups.TryGetValue(entry.Delivery.Group, out var group))
        {
            group.IsBusy = true;
        }
    }

    /// <summary>Notes that a handler has returned: the first of its group may run, or the delivery itself again.</summary>
    public void Free(InboxEntry entry)
    {
        if (_groups.TryGetValue(entry.Delivery.Group, out var group))
        {
            group.IsBusy = false;
            Advance(entry.Delivery.Group, group);
        }
        else if (!entry.HasEnded)
        {
            Wait(entry);
        }
    }

    /// <summary>Notes that a delivery that did not run has ended.</summary>
    public void Remove(InboxEntry entry)
    {
        if (_groups.TryGetValue(entry.Delivery.Group, out var group) && !group.IsBusy)
        {
            Advance(entry.Delivery.Group, group);
        }
    }

    private static bool IsWaiting(InboxEntry entry, DateTime now) =>
        !entry.HasEnded && entry.Due <= now && entry.Status is DeliveryStatus.Waiting or DeliveryStatus.Retrying;

    private MessageGroup GroupOf(InboxEntry entry)
    {
        if (!_groups.TryGetValue(entry.Delivery.Group, out var group))
        {
            _groups.Add(entry.Delivery.Group, group = new());
        }

        return group;
    }

    private bool IsBlocked(InboxEntry entry) =>
        _groups.TryGetValue(entry.Delivery.Group, out var group) && (group.IsBusy || (group.Entries.TryPeek(out var first) && !ReferenceEquals(first, entry)));

    private void Advance(string key, MessageGroup group)
    {
        while (group.Entries.TryPeek(out var first) && first.HasEnded)
        {
            group.Entries.Dequeue();
        }

        if (group.Entries.TryPeek(out var next))
        {
            Wait(next);
        }
        else
        {
            _groups.Remove(key);
        }
    }
}
