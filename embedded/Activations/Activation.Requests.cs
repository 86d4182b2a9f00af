using Motia.Embedded.Calls;
using Orleans;
using Orleans.Storage;

namespace Motia.Embedded.Activations;

/// <content>Which request may start when.</content>
internal sealed partial class Activation
{
    // Requests that start as soon as a turn is free, and those that wait until no other request of their kind runs.
    private RequestList _interleaving = new(RequestPlace.Interleaving);
    private RequestList _waiting = new(RequestPlace.Waiting);
    private RequestList _executing = new(RequestPlace.Executing);
    private Request? _blocking;
    private long _earliestDeadline = long.MaxValue;
    private long _lastActive;
    private bool _watched;

    public bool TrySend(Request request)
    {
        if (request.MayRunInline && t_current is null && TryRunInline(request))
        {
            return true;
        }

        request.ExpectAnswer();
        return TryEnqueue(request);
    }

    internal bool TryEnqueue(Request request)
    {
        request.Holder = this;
        bool claimed;
        bool watch;
        lock (_gate)
        {
            if (_state == ActivationState.Ended)
            {
                return false;
            }

            if (request.IsAnswered)
            {
                return true;
            }

            if (request.Interleaves)
            {
                _interleaving.Add(request);
            }
            else
            {
                _waiting.Add(request);
            }

            watch = NeedsWatch(request);
            claimed = TryClaim();
        }

        if (watch)
        {
            Silo.Deadlines.Watch(this);
        }

        if (claimed)
        {
            Schedule();
        }

        return true;
    }

    public void OnSuspended(Request request)
    {
        bool watch;
        lock (_gate)
        {
            watch = NeedsWatch(request);
        }

        if (watch)
        {
            Silo.Deadlines.Watch(this);
        }
    }

    public void OnEnded(Request request, Exception? failure)
    {
        if (failure is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            // What the grain believes is stored is not what is stored, so that only a new activation can go on.
            conflict.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, failure, "A request met a record that someone else had written."));
        }

        var now = request.KeepsActive ? Silo.Clock.GetTimestamp() : 0;
        bool claimed;
        lock (_gate)
        {
            if (request.Place != RequestPlace.Executing)
            {
                return;
            }

            _executing.Remove(request);
            if (ReferenceEquals(_blocking, request))
            {
                _blocking = null;
            }

            if (request.KeepsActive)
            {
                _lastActive = now;
            }

            claimed = TryClaim();
        }

        if (claimed)
        {
            Schedule();
        }
    }

    public void Withdraw(Request request)
    {
        lock (_gate)
        {
            switch (request.Place)
            {
                case RequestPlace.Waiting:
                    _waiting.Remove(request);
                    return;
                case RequestPlace.Interleaving:
                    _interleaving.Remove(request);
                    return;
                case RequestPlace.Executing:
                    break;
                default:
                    return;
            }
        }

        new Task(static request => ((Request)request!).CancelRunning(), request).Start(this);
    }

    public bool Expire(long now)
    {
        List<Request>? late = null;
        lock (_gate)
        {
            if (_waiting.Count + _interleaving.Count + _executing.Count == 0)
            {
                _earliestDeadline = long.MaxValue;
                return _watched = false;
            }

            if (now < _earliestDeadline)
            {
                return true;
            }

            _earliestDeadline = Math.Min(
                _executing.Expire(now, ref late), Math.Min(_waiting.Expire(now, ref late), _interleaving.Expire(now, ref late)));
        }

        foreach (var request in late ?? [])
        {
            request.TimeOut();
        }

        return true;
    }

    private bool NeedsWatch(Request request)
    {
        _earliestDeadline = Math.Min(_earliestDeadline, request.Deadline);
        if (_watched || request.Deadline == long.MaxValue)
        {
            return false;
        }

        return _watched = true;
    }

    private bool HasRequestToStart =>
        _state == ActivationState.Active && (_interleaving.First is not null || (_waiting.First is not null && _blocking is null));

    private Request? StartNext()
    {
        if (_state != ActivationState.Active)
        {
            return null;
        }

        var request = _interleaving.First;
        if (request is not null)
        {
            _interleaving.Remove(request);
        }
        else if (_blocking is null && _waiting.First is { } waiting)
        {
            _waiting.Remove(waiting);
            request = waiting;
        }

        if (request is not null)
        {
            Start(request);
        }

        return request;
    }

    private void Start(Request request)
    {
        _executing.Add(request);
        if (!request.Interleaves)
        {
            _blocking = request;
        }
    }
}
