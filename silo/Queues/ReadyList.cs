namespace Motia.Silo.Queues;

/// <summary>Which of the deliveries in memory may run, and which is the next one to become due.</summary>
/// <param name="isFifo">Whether a delivery waits for those of its message group that came before it.</param>
internal sealed class ReadyList(bool isFifo)
{
    private readonly Queue<InboxEntry> _ready = new();
    private readonly PriorityQueue<InboxEntry, DateTime> _later = new();
    private readonly Dictionary<string, MessageGroup> _groups = new(StringComparer.Ordinal);

    public bool IsFifo => isFifo;

    /// <summary>Whether none is ready that <see cref="Next"/> has looked at.</summary>
    public bool IsEmpty => _ready.Count == 0;

    /// <summary>When the next delivery becomes due that does not wait for another; null if there is none.</summary>
    public DateTime? NextDue => _later.TryPeek(out _, out var due) ? due : null;

    /// <summary>Takes in a delivery that does not run.</summary>
    public void Add(InboxEntry entry)
    {
        entry.Group = Join(entry);
        if (!IsBlocked(entry))
        {
            Wait(entry);
        }
    }

    /// <summary>Takes in a delivery whose handler runs: <see cref="Free"/> is called when that has returned.</summary>
    public void AddRunning(InboxEntry entry)
    {
        entry.Group = Join(entry);
        if (entry.Group is { } group)
        {
            group.Running++;
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

            // The clock was set back, or the delivery was given another time: it waits again. One that is blocked comes back when its group advances.
            _ready.Dequeue();
            if (first.Due > now && IsWaiting(first, first.Due))
            {
                Wait(first);
            }
        }

        return null;
    }

    /// <summary>Takes out the delivery that <see cref="Next"/> gave: it runs.</summary>
    public void Start(InboxEntry entry)
    {
        _ready.Dequeue();
        if (entry.Group is { } group)
        {
            group.Running++;
        }
    }

    /// <summary>Notes that a handler has returned: the first of its group may run, or the delivery itself again.</summary>
    public void Free(InboxEntry entry)
    {
        if (entry.Group is { } group)
        {
            group.Running--;
            Advance(group);
        }
        else if (!entry.HasEnded)
        {
            Wait(entry);
        }
    }

    /// <summary>Notes that a delivery that did not run has ended.</summary>
    public void Remove(InboxEntry entry)
    {
        if (entry.Group is { } group)
        {
            Advance(group);
        }
    }

    private static bool IsWaiting(InboxEntry entry, DateTime now) => !entry.HasEnded && !entry.IsRunning && entry.Due <= now;

    private static bool IsBlocked(InboxEntry entry) => entry.Group is { } group && (group.Running > 0 || !ReferenceEquals(group.Entries.Peek(), entry));

    // What has ended may still run, and hold its group; it waits for nothing.
    private MessageGroup? Join(InboxEntry entry)
    {
        if (!isFifo)
        {
            return null;
        }

        if (!_groups.TryGetValue(entry.Delivery.Group, out var group))
        {
            _groups.Add(entry.Delivery.Group, group = new(entry.Delivery.Group));
        }

        if (!entry.HasEnded)
        {
            group.Entries.Enqueue(entry);
        }

        return group;
    }

    private void Advance(MessageGroup group)
    {
        if (group.Running > 0)
        {
            return;
        }

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
            _groups.Remove(group.Name);
        }
    }
}
