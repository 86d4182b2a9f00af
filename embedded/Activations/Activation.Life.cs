using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Motia.Embedded.Calls;
using Orleans;
using Orleans.Runtime;

namespace Motia.Embedded.Activations;

/// <content>Coming up and going down.</content>
internal sealed partial class Activation
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope? _scope;
    private Grain? _instance;
    private CancellationTokenSource? _activating;
    private DeactivationReason _reason;
    private CancellationToken _stopToken;
    private bool _isCounted;
    private bool _hasActivated;
    private bool _inStepOfLife;
    private bool _killed;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool claimed;
        lock (_gate)
        {
            if (_state >= ActivationState.Deactivating)
            {
                return;
            }

            _state = ActivationState.Deactivating;
            _reason = deactivationReason;
            _stopToken = cancellationToken;
            if (deactivationReason.ReasonCode == DeactivationReasonCode.ShuttingDown)
            {
                // What is to be cancelled runs elsewhere, not under this lock.
                _ = _activating?.CancelAsync();
            }

            claimed = TryClaim();
        }

        if (claimed)
        {
            Schedule();
        }
    }

    /// <summary>Deactivates the activation if nobody has called it for so long.</summary>
    internal void DeactivateIfIdle(long now)
    {
        lock (_gate)
        {
            if (_state != ActivationState.Active || _claimed || !IsIdle
                || Silo.Clock.GetElapsedTime(_lastActive, now) is var idle && idle < Type.CollectionAge)
            {
                return;
            }
        }

        // A request that slips in between is not lost: it goes to the next activation.
        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Nobody called it for {Type.CollectionAge}."));
    }

    /// <summary>Ends the activation at once, as if its process had died: no further turn runs, and callers get an error.</summary>
    internal void Kill()
    {
        List<Request> requests = [];
        lock (_gate)
        {
            _killed = true;
            _state = ActivationState.Ended;
            _continuations.Clear();
            _waiting.MoveTo(requests);
            _interleaving.MoveTo(requests);
            _executing.MoveTo(requests);
        }

        DisposeTimers();
        foreach (var request in requests)
        {
            request.Fail(new SiloUnavailableException($"The silo was killed while {this} had not answered."));
        }

        _ended.TrySetResult();
    }

    private bool HasStepOfLife =>
        !_inStepOfLife && (_state == ActivationState.Created || (_state == ActivationState.Deactivating && _executing.Count == 0));

    private void TakeStepOfLife()
    {
        bool begins;
        lock (_gate)
        {
            Debug.Assert(HasStepOfLife);
            _inStepOfLife = true;
            begins = _state == ActivationState.Created;
            if (begins)
            {
                _state = ActivationState.Activating;
            }
        }

        // Both methods end in every case with the step taken and their failures answered or logged.
        _ = begins ? BeginAsync() : EndAsync();
    }

    private async Task BeginAsync()
    {
        try
        {
            await ActivateAsync();
            lock (_gate)
            {
                // What has activated is deactivated, even if it was told to go while it came up.
                _inStepOfLife = false;
                _hasActivated = true;
                if (_state == ActivationState.Activating)
                {
                    _state = ActivationState.Active;
                    _isCounted = true;
                    Type.OnActivated();
                }
            }
        }
        catch (Exception failure)
        {
            // The failure is the callers': they get it as it was thrown, and the next call tries again.
            LogActivationFailed(Silo.Logger, this, failure);
            await LeaveAsync(failure);
        }
    }

    private async Task ActivateAsync()
    {
        using var timeout = new CancellationTokenSource(Silo.Collection.ActivationTimeout, Silo.Clock);
        lock (_gate)
        {
            _activating = timeout;
        }

        try
        {
            _scope = Silo.Services.CreateAsyncScope();
            var records = Type.Create(this, out _instance);
            foreach (var record in records)
            {
                await record.ReadFirstAsync(timeout.Token);
            }

            await _instance.OnActivateAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        finally
        {
            // Nobody may cancel it any more once it is disposed.
            lock (_gate)
            {
                _activating = null;
            }
        }
    }

    private async Task EndAsync()
    {
        if (_hasActivated)
        {
            try
            {
                using var timeout = new CancellationTokenSource(Silo.Collection.DeactivationTimeout, Silo.Clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopToken);
                await _instance!.OnDeactivateAsync(_reason, either.Token).WaitAsync(either.Token);
            }
            catch (Exception failure)
            {
                // Nobody waits for the outcome, and the activation ends all the same.
                LogDeactivationFailed(Silo.Logger, this, failure);
            }
        }

        await LeaveAsync(null);
    }

    private async Task LeaveAsync(Exception? failure)
    {
        try
        {
            DisposeTimers();
            await DisposeInstanceAsync();
        }
        catch (Exception disposing)
        {
            LogDisposeFailed(Silo.Logger, this, disposing);
        }

        List<Request> requests = [];
        lock (_gate)
        {
            _state = ActivationState.Ended;
            _waiting.MoveTo(requests);
            _interleaving.MoveTo(requests);
        }

        Type.OnEnded(this, _pool, _isCounted);
        _ended.TrySetResult();
        foreach (var request in requests)
        {
            if (failure is null)
            {
                Type.Forward(Key, request);
            }
            else
            {
                request.Fail(failure);
            }
        }
    }

    private async ValueTask DisposeInstanceAsync()
    {
        switch (_instance)
        {
            case IAsyncDisposable asyncDisposable:
                await asyncDisposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }

        if (_scope is { } scope)
        {
            await scope.DisposeAsync();
        }
    }
}
