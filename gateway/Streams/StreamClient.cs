using System.Net.WebSockets;

namespace Motia.Gateway.Streams;

/// <summary>One connection to the streams: who it is, what it subscribes to, and why it ends.</summary>
internal sealed class StreamClient
{
    private readonly StreamHub _hub;
    private readonly IStreamGuard _guard;
    private readonly TimeProvider _time;
    private readonly StreamCaller _caller;
    private readonly Lock _gate = new();
    private readonly Dictionary<(StreamSubscription To, string Id), StreamSubscriber> _subscribers = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamEnd? _why;
    private bool _isRechecking;
    private bool _isRecheckDue;
    private bool _isClosed;

    public StreamClient(StreamHub hub, IStreamGuard guard, TimeProvider time, StreamCaller caller)
    {
        (_hub, _guard, _time, _caller) = (hub, guard, time, caller);
        Outlet = new(_ => End((WebSocketCloseStatus)1013, "The client is too slow for its changes."));
        hub.Add(this);
    }

    public StreamOutlet Outlet { get; }

    /// <summary>Why it ends; null as long as it lives.</summary>
    public StreamEnd? Why => Volatile.Read(ref _why);

    /// <summary>Done when it is to end.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Subscribes, or tells the client why not.</summary>
    /// <param name="to">To what.</param>
    /// <param name="id">The client's name for the subscription; what had the same is replaced.</param>
    /// <param name="since">The number of the change that the client saw last; 0 if it has seen none.</param>
    /// <returns>Why it is not done; null if it is.</returns>
    public async ValueTask<StreamRefusal?> JoinAsync(StreamSubscription to, string id, long since = 0)
    {
        int version;
        do
        {
            version = _hub.Version;
            if (await _guard.CheckAsync(to, _caller) is { } refusal)
            {
                Leave(to, id);
                return refusal;
            }

            if (!Add(new(to, id, Outlet, since)))
            {
                return StreamRefusal.TooMany(StreamLimits.Subscriptions);
            }
        }
        while (version != _hub.Version);
        return null;
    }

    public void Leave(StreamSubscription to, string id)
    {
        lock (_gate)
        {
            if (_subscribers.Remove((to, id), out var known))
            {
                _hub.Remove(known);
            }
        }
    }

    /// <summary>Decides about every subscription again; who is not allowed any more is told so and gets nothing more. If it is asked for meanwhile it is done once more.</summary>
    public async Task RecheckAsync()
    {
        lock (_gate)
        {
            _isRecheckDue = true;
            if (_isRechecking)
            {
                return;
            }

            _isRechecking = true;
        }

        while (NextToRecheck() is { } subscribers)
        {
            await RecheckAsync(subscribers);
        }
    }

    /// <summary>Is called when access to the last subscription was taken away.</summary>
    public Action? Emptied { get; set; }

    /// <summary>Sends an error event.</summary>
    public void Tell(StreamSubscription about, StreamRefusal refusal) =>
        Outlet.Add(StreamFrames.Error(about.StreamName, about.GroupId, about.Id, Math.Max(_time.GetUtcNow().ToUnixTimeMilliseconds(), Outlet.Last + 1), refusal));

    /// <summary>Ends the connection because the server stops.</summary>
    public void End() => End(WebSocketCloseStatus.EndpointUnavailable, "The server stops.");

    /// <summary>Ends the connection; the first reason counts.</summary>
    public void End(WebSocketCloseStatus code, string reason)
    {
        // Called by who pushes changes, under the lock of their group.
        if (Interlocked.CompareExchange(ref _why, new(code, reason), null) is null)
        {
            Outlet.End();
            _ended.TrySetResult();
        }
    }

    /// <summary>Forgets the connection, which is over.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var subscriber in _subscribers.Values)
            {
                _hub.Remove(subscriber);
                if (subscriber.To.Id is not null && subscriber.HadItem)
                {
                    _hub.CutOff.Add(subscriber.To, subscriber.Id);
                }
            }

            _subscribers.Clear();
        }

        _hub.Remove(this);
        Outlet.End();
    }

    private bool Add(StreamSubscriber subscriber)
    {
        Leave(subscriber.To, subscriber.Id);
        lock (_gate)
        {
            if (_isClosed || _subscribers.Count >= StreamLimits.Subscriptions)
            {
                return false;
            }

            _subscribers.Add((subscriber.To, subscriber.Id), subscriber);
            subscriber.HasItem |= subscriber.To.Id is not null && _hub.CutOff.Remove(subscriber.To, subscriber.Id);
            Outlet.Joining();
            _hub.Add(subscriber);
            return true;
        }
    }

    // Null when nothing is due any more.
    private StreamSubscriber[]? NextToRecheck()
    {
        lock (_gate)
        {
            _isRechecking = _isRecheckDue;
            _isRecheckDue = false;
            return _isRechecking ? [.. _subscribers.Values] : null;
        }
    }

    private async Task RecheckAsync(StreamSubscriber[] subscribers)
    {
        if (subscribers.Length == 0)
        {
            return;
        }

        var since = _time.GetTimestamp();
        var left = subscribers.Length;
        var asked = subscribers.GroupBy(subscriber => subscriber.To).ToArray();

        // The first one alone: it may have to find out anew who the caller is.
        await DecideAsync(asked[0]);
        await Parallel.ForEachAsync(asked.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = StreamLimits.DecisionsAtOnce }, (same, _) => DecideAsync(same));
        if (left == 0)
        {
            Emptied?.Invoke();
        }

        async ValueTask DecideAsync(IGrouping<StreamSubscription, StreamSubscriber> same)
        {
            var refusal = _time.GetElapsedTime(since) > StreamLimits.Decision ? StreamRefusal.Denied : await _guard.CheckAsync(same.Key, _caller);
            if (refusal is null)
            {
                return;
            }

            foreach (var subscriber in same)
            {
                Leave(subscriber.To, subscriber.Id);
                Tell(subscriber.To, refusal);
                Interlocked.Decrement(ref left);
            }
        }
    }
}
