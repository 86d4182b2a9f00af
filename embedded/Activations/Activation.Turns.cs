using System.Runtime.CompilerServices;
using Motia.Embedded.Calls;

namespace Motia.Embedded.Activations;

/// <content>Running turns, one at a time.</content>
internal sealed partial class Activation : IThreadPoolWorkItem
{
    // After so many turns the thread goes to the other activations first.
    private const int TurnsInARow = 64;
    private static readonly Action<object?> StartRequests = static activation => ((Activation)activation!).StartWaiting();
    private static readonly Action<object?> RunRequest = static request =>
    {
        var inline = (Request)request!;
        inline.Run(((Activation)inline.Holder!)._instance!);
    };

    private readonly Queue<Task> _continuations = new();
    private bool _claimed;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs the turns that are due. Only the thread pool calls this, after <see cref="Schedule"/>.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        t_current = this;
        for (var turns = 0; ; turns++)
        {
            Task? continuation;
            lock (_gate)
            {
                if (!_continuations.TryDequeue(out continuation) && !HasWorkToStart)
                {
                    _claimed = false;
                    break;
                }
            }

            if (continuation is not null)
            {
                TryExecuteTask(continuation);
            }
            else
            {
                new Task(StartRequests, this).RunSynchronously(this);
            }

            if (turns == TurnsInARow)
            {
                t_current = null;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }

        t_current = null;
    }

    /// <summary>Runs the request's first turn on the caller's thread, if the activation is free.</summary>
    internal bool TryRunInline(Request request)
    {
        // Grain code must see neither the caller's synchronization context nor its async locals, as it would not in a thread of the pool.
        var context = ExecutionContext.Capture();
        if (context is null || SynchronizationContext.Current is not null || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        lock (_gate)
        {
            if (_claimed || _state != ActivationState.Active || WaitingCount != 0 || (_blocking is not null && !request.Interleaves))
            {
                return false;
            }

            _claimed = true;
            request.Holder = this;
            Start(request);
        }

        ExecutionContext.Restore(CleanContext.Instance);
        t_current = this;
        new Task(RunRequest, request).RunSynchronously(this);
        t_current = null;
        ExecutionContext.Restore(context);
        bool more;
        lock (_gate)
        {
            more = _claimed = _continuations.Count > 0 || HasWorkToStart;
        }

        if (more)
        {
            Schedule();
        }

        return true;
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            if (_killed)
            {
                return;
            }

            _continuations.Enqueue(task);
            if (_claimed)
            {
                return;
            }

            _claimed = true;
        }

        Schedule();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(t_current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _continuations];
        }
    }

    private bool HasWorkToStart => HasRequestToStart || HasStepOfLife;

    private bool TryClaim()
    {
        if (_claimed || !(_continuations.Count > 0 || HasWorkToStart))
        {
            return false;
        }

        return _claimed = true;
    }

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    /// <summary>Starts what may start. It runs in a task of this scheduler, so that what is awaited comes back to it.</summary>
    private void StartWaiting()
    {
        for (var started = 0; started < TurnsInARow; started++)
        {
            Request? request = null;
            lock (_gate)
            {
                if (_continuations.Count > 0)
                {
                    return;
                }

                if (!HasStepOfLife)
                {
                    request = StartNext();
                    if (request is null)
                    {
                        return;
                    }
                }
            }

            if (request is null)
            {
                TakeStepOfLife();
            }
            else
            {
                request.Run(_instance!);
            }
        }
    }
}
