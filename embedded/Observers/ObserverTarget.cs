using System.Reflection;
using Microsoft.Extensions.Logging;
using Motia.Embedded.Calls;
using Motia.Embedded.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Motia.Embedded.Observers;

/// <summary>An object that grains call. Its calls run in the thread pool, one at a time, in the order in which they came.</summary>
internal sealed partial class ObserverTarget(Silo silo, IGrainObserver observer) : ICallTarget, IRequestHolder, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private RequestList _waiting = new(RequestPlace.Waiting);
    private RequestList _executing = new(RequestPlace.Executing);
    private bool _pumping;
    private bool _watched;

    internal GrainId GrainId { get; } = GrainId.Create("observer", Guid.NewGuid().ToString("N"));

    internal GrainMethod Method(MethodInfo info) => silo.ObserverMethod(info);

    /// <summary>Calls that come from now on get no answer, as calls to an object that was garbage-collected.</summary>
    internal void Delete() => _observer.SetTarget(null!);

    public bool TrySend(Request request)
    {
        request.ExpectAnswer();
        request.Holder = this;
        bool watch;
        bool pump;
        lock (_gate)
        {
            if (IsGone)
            {
                LogGone(silo.Logger, GrainId);
                if (request.Deadline == long.MaxValue)
                {
                    return true;
                }
            }

            // A call to an object that is gone waits as well: until its caller's time is up.
            _waiting.Add(request);
            watch = !_watched && request.Deadline != long.MaxValue;
            _watched |= watch;
            pump = TryPump();
        }

        if (watch)
        {
            silo.Deadlines.Watch(this);
        }

        if (pump)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return true;
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            Request request;
            IGrainObserver? target;
            lock (_gate)
            {
                if (_executing.First is not null || _waiting.First is not { } next || !_observer.TryGetTarget(out target))
                {
                    _pumping = false;
                    return;
                }

                _waiting.Remove(next);
                _executing.Add(next);
                request = next;
            }

            request.Run(target);
        }
    }

    public void OnSuspended(Request request)
    {
        // Its deadline is watched since it was sent.
    }

    public void OnEnded(Request request, Exception? failure)
    {
        bool pump;
        lock (_gate)
        {
            if (request.Place == RequestPlace.Executing)
            {
                _executing.Remove(request);
            }

            pump = TryPump();
        }

        if (pump)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    public void Withdraw(Request request)
    {
        lock (_gate)
        {
            if (request.Place == RequestPlace.Waiting)
            {
                _waiting.Remove(request);
                return;
            }
        }

        request.CancelRunning();
    }

    public bool Expire(long now)
    {
        List<Request>? late = null;
        lock (_gate)
        {
            if (_waiting.Count + _executing.Count == 0)
            {
                return _watched = false;
            }

            _waiting.Expire(now, ref late);
            _executing.Expire(now, ref late);
        }

        foreach (var request in late ?? [])
        {
            request.TimeOut();
        }

        return true;
    }

    private bool IsGone => !_observer.TryGetTarget(out _);

    private bool TryPump()
    {
        if (_pumping || _waiting.First is null || _executing.First is not null || IsGone)
        {
            return false;
        }

        return _pumping = true;
    }

    [LoggerMessage(EventId = 30, Level = LogLevel.Debug, Message = "A call to {Observer} was dropped: the object is gone or its reference was deleted")]
    private static partial void LogGone(ILogger logger, GrainId observer);
}
