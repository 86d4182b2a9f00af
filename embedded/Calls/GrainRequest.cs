using System.Diagnostics.CodeAnalysis;

namespace Motia.Embedded.Calls;

/// <summary>One call of a method.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A token source without timer and parent holds nothing, and the called method may still hold its token.")]
internal sealed class GrainRequest<T>(GrainMethod<T> method, object?[] arguments) : Request
{
    private TaskCompletionSource<T>? _answer;
    private object? _immediate;
    private CancellationTokenSource? _cancelled;
    private CancellationToken _callersToken;
    private CancellationTokenRegistration _registration;
    private long _started;

    internal override bool Interleaves => method.Interleaves;

    internal override bool MayRunInline => !method.OneWay;

    internal override bool IsAnswered => _answer is { Task.IsCompleted: true };

    /// <summary>What the caller gets: a task or value task that may not be complete yet.</summary>
    internal object? Result => _answer is null ? _immediate : method.FromTask(_answer.Task);

    /// <summary>The called method gets a token of its own, which is cancelled in the target's turn.</summary>
    internal void Accept(int parameter, CancellationToken callersToken)
    {
        _callersToken = callersToken;
        _cancelled = new CancellationTokenSource();
        arguments[parameter] = _cancelled.Token;
    }

    internal override void ExpectAnswer()
    {
        if (_answer is not null || method.OneWay)
        {
            return;
        }

        // A silo that is killed may fail the request while its caller's thread runs the first turn.
        if (Interlocked.CompareExchange(ref _answer, new(TaskCreationOptions.RunContinuationsAsynchronously), null) is not null)
        {
            return;
        }

        Deadline = method.Clock.GetTimestamp() + method.TimeoutInTimestamps;
        if (_callersToken.CanBeCanceled)
        {
            _registration = _callersToken.UnsafeRegister(static request => ((GrainRequest<T>)request!).OnCallerCancelled(), this);
        }
    }

    internal override void Fail(Exception failure)
    {
        ExpectAnswer();
        if (_answer is null)
        {
            method.LogLost(failure);
            return;
        }

        _answer.TrySetException(failure);
        _registration.Unregister();
    }

    internal override void TimeOut()
    {
        if (_answer!.TrySetException(new TimeoutException(
            $"{method.Name} did not answer within {method.Timeout}. It goes on; the time is SiloMessagingOptions.ResponseTimeout "
            + "or the method's [ResponseTimeout].")))
        {
            _registration.Unregister();
        }
    }

    internal override void CancelRunning() => _cancelled?.Cancel();

    private protected override Task? Begin(object instance)
    {
        _started = method.Clock.GetTimestamp();
        var result = method.Invoke(instance, arguments);
        if (_answer is null && method.HasSucceeded(result))
        {
            _immediate = result;
            return null;
        }

        var task = method.ToTask(result);
        if (_answer is null)
        {
            _immediate = method.FromTask(task);
        }

        return task;
    }

    private protected override Task FromException(Exception failure)
    {
        var task = Task.FromException<T>(failure);
        if (_answer is null)
        {
            _immediate = method.FromTask(task);
        }

        return task;
    }

    private protected override void Answer(Task? task)
    {
        var failed = task is { IsCompletedSuccessfully: false };
        method.Statistics?.Record(method.Clock.GetTimestamp() - _started, failed);
        if (_answer is not null)
        {
            _registration.Unregister();
            GrainMethod<T>.Complete(_answer, task);
        }
        else if (failed && method.OneWay)
        {
            method.LogLost(task!.Exception?.InnerException ?? new TaskCanceledException(task));
        }
    }

    private void OnCallerCancelled()
    {
        if (_answer!.TrySetCanceled(_callersToken))
        {
            Holder?.Withdraw(this);
        }
    }
}
