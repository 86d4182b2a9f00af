using System.Diagnostics;

namespace Motia.Embedded.Calls;

/// <summary>One piece of work for a target: a call or a timer's tick.</summary>
internal abstract class Request
{
    private static readonly Action<Task, object?> EndOf = static (task, request) => ((Request)request!).End(task);

    // Links in the one list of the target that holds the request.
    internal Request? Previous;
    internal Request? Next;
    internal RequestPlace Place;

    /// <summary>Whether it may start while other requests of the target await.</summary>
    internal abstract bool Interleaves { get; }

    /// <summary>Whether it counts as activity.</summary>
    internal virtual bool KeepsActive => true;

    /// <summary>Whether the caller's thread may run the first turn.</summary>
    internal virtual bool MayRunInline => true;

    /// <summary>When the caller stops waiting, in the clock's timestamps.</summary>
    internal long Deadline { get; private protected set; } = long.MaxValue;

    /// <summary>Whether the caller has its answer.</summary>
    internal virtual bool IsAnswered => false;

    /// <summary>What has taken the request.</summary>
    internal IRequestHolder? Holder { get; set; }

    /// <summary>Prepares for an answer that comes later than the call returns.</summary>
    internal virtual void ExpectAnswer()
    {
    }

    /// <summary>Answers the caller with a failure, without having run.</summary>
    internal abstract void Fail(Exception failure);

    /// <summary>Gives up waiting, because the deadline has passed.</summary>
    internal virtual void TimeOut()
    {
    }

    /// <summary>Cancels the token that the called method got, in the target's turn.</summary>
    internal virtual void CancelRunning()
    {
    }

    /// <summary>Runs the first turn.</summary>
    internal void Run(object instance)
    {
        Task? task;
        try
        {
            task = Begin(instance);
        }
        catch (Exception failure)
        {
            // Whatever the method threw is the caller's.
            task = FromException(failure);
        }

        if (task is null || task.IsCompleted)
        {
            End(task);
            return;
        }

        ExpectAnswer();
        Holder!.OnSuspended(this);
        task.ContinueWith(EndOf, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Starts the work; null when it has succeeded already.</summary>
    private protected abstract Task? Begin(object instance);

    private protected abstract Task FromException(Exception failure);

    /// <summary>Answers the caller.</summary>
    private protected abstract void Answer(Task? task);

    private void End(Task? task)
    {
        Debug.Assert(task is null or { IsCompleted: true });
        var failure = task is { IsFaulted: true } ? task.Exception!.InnerException : null;

        // The target is free before the caller goes on, so that the caller's next call finds it so.
        Holder!.OnEnded(this, failure);
        Answer(task);
    }
}
