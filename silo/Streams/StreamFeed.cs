using Motia.Grains;

namespace Motia.Silo.Streams;

/// <summary>Numbers the changes of a group and pushes them to its watchers, in the order in which they were made and not before they are durable. As long as nobody ever watched in this
/// activation it does nothing. Used only inside the grain's turns.</summary>
/// <param name="clock">Gives the numbers.</param>
/// <param name="time">The machine's time.</param>
/// <param name="failed">Ends the activation: numbers can't be had.</param>
/// <param name="lost">Is told why a watcher was let go; null if it took too long.</param>
internal sealed class StreamFeed(StreamClock clock, TimeProvider time, Action<Exception> failed, Action<Exception?> lost)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly LinkedList<PendingChange> _pending = new();
    private readonly Dictionary<IStreamWatcher, WatcherLink> _watchers = [];
    private StreamWindow? _window;
    private bool _isPushing;
    private bool _isEnded;

    /// <summary>Begins to push to a watcher, or notes that it is still there.</summary>
    public async Task<StreamWatch> WatchAsync(IStreamWatcher watcher, long since)
    {
        if (since < 0 && _watchers.TryGetValue(watcher, out var known))
        {
            known.Seen = time.GetTimestamp();
            return new(StateOutcome.Found, 0, false, false, []);
        }

        long number;
        while (!clock.TryTake(out number))
        {
            await clock.ReserveAsync();
        }

        if (_isEnded)
        {
            throw new InvalidOperationException("The group is being unloaded; repeat the call.");
        }

        _window ??= new(number);
        var isNew = !_watchers.TryGetValue(watcher, out var link);
        if (link is null)
        {
            _watchers.Add(watcher, link = new(watcher, number, Forget));
        }

        link.Seen = time.GetTimestamp();
        var changes = since > 0 && since < number ? _window.Since(since) : null;
        return new(StateOutcome.Found, number, isNew, changes is not null, changes ?? []);
    }

    public void Leave(IStreamWatcher watcher) => _watchers.Remove(watcher);

    /// <summary>A change of an item that is about to be made.</summary>
    public PendingChange Change(string id) => new(this, id);

    /// <summary>Pushes an event.</summary>
    public void Send(string? id, string type, ReadOnlyMemory<byte> data)
    {
        if (_window is not null)
        {
            Add(PendingChange.Event(this, id, type, data));
            Push();
        }
    }

    /// <summary>Gives a change its place; null if nobody needs to hear of it.</summary>
    public LinkedListNode<PendingChange>? Add(PendingChange change)
    {
        if (_window is null)
        {
            return null;
        }

        clock.Prepare();
        return _pending.AddLast(change);
    }

    public void Remove(LinkedListNode<PendingChange>? place)
    {
        if (place is not null)
        {
            _pending.Remove(place);
            Push();
        }
    }

    /// <summary>Pushes what is durable, up to the first change that is not.</summary>
    public void Push()
    {
        if (!_isPushing)
        {
            _ = PushAsync();
        }
    }

    /// <summary>Pushes no more, and tells the watchers so.</summary>
    public void End()
    {
        _isEnded = true;
        foreach (var link in _watchers.Values.ToArray())
        {
            _ = link.TellLostAsync();
        }

        _watchers.Clear();
    }

    private async Task PushAsync()
    {
        _isPushing = true;
        try
        {
            while (_pending.First is { Value: { IsKept: true } next } first)
            {
                long number;
                while (!clock.TryTake(out number))
                {
                    await clock.ReserveAsync();
                }

                if (_isEnded)
                {
                    return;
                }

                _pending.Remove(first);
                var change = new StreamChange(number, next.Kind, next.Id, next.Data, next.EventType);
                _window!.Add(change);
                foreach (var link in _watchers.Values)
                {
                    link.Add(change);
                }
            }

            ForgetLapsed();
            foreach (var link in _watchers.Values.ToArray())
            {
                link.Send();
            }
        }
        catch (Exception failure)
        {
            failed(failure);
        }
        finally
        {
            _isPushing = false;
        }
    }

    private void ForgetLapsed()
    {
        foreach (var link in _watchers.Values.Where(link => time.GetElapsedTime(link.Seen) > Lease).ToArray())
        {
            _watchers.Remove(link.Watcher);
        }
    }

    private void Forget(WatcherLink link, Exception? cause)
    {
        if (_watchers.TryGetValue(link.Watcher, out var known) && known == link)
        {
            _watchers.Remove(link.Watcher);
            lost(cause);
        }
    }
}
