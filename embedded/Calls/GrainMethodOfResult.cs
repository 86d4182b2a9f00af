using System.Reflection;
using Motia.Embedded.Statistics;

namespace Motia.Embedded.Calls;

/// <summary>A method whose result is known.</summary>
internal sealed class GrainMethod<T>(MethodInfo info, ReturnShape shape, CallSettings settings, bool reentrant, MethodStatistics? statistics)
    : GrainMethod(info, settings, reentrant, statistics)
{
    /// <summary>What the caller of a one-way method gets.</summary>
    internal object? Completed => FromTask(Task.FromResult<T>(default!));

    internal override object? Call(AddressableProxy reference, object?[] arguments)
    {
        var request = new GrainRequest<T>(this, arguments);
        if (TokenParameter >= 0 && arguments[TokenParameter] is CancellationToken { CanBeCanceled: true } token)
        {
            if (token.IsCancellationRequested)
            {
                return FromTask(Task.FromCanceled<T>(token));
            }

            request.Accept(TokenParameter, token);
        }

        reference.Send(request);
        return OneWay ? Completed : request.Result;
    }

    /// <summary>Whether what the method returned is a success that nobody need look into, and that may be looked into only once.</summary>
    internal bool HasSucceeded(object? result) => shape switch
    {
        ReturnShape.Nothing => true,
        ReturnShape.ValueTask => ((ValueTask)result!).IsCompletedSuccessfully,
        ReturnShape.ValueTaskOfResult => ((ValueTask<T>)result!).IsCompletedSuccessfully,
        _ => false,
    };

    /// <summary>The task behind what the method returned.</summary>
    internal Task ToTask(object? result) => shape switch
    {
        ReturnShape.Nothing => Task.CompletedTask,
        ReturnShape.ValueTask => ((ValueTask)result!).AsTask(),
        ReturnShape.ValueTaskOfResult => ((ValueTask<T>)result!).AsTask(),
        _ => (Task?)result ?? throw new InvalidOperationException($"{Name} returned null instead of a task."),
    };

    /// <summary>The task in the shape that the method returns.</summary>
    internal object? FromTask(Task task) => shape switch
    {
        ReturnShape.Nothing => null,
        ReturnShape.ValueTask => new ValueTask(task),
        ReturnShape.ValueTaskOfResult => new ValueTask<T>((Task<T>)task),
        _ => task,
    };

    /// <summary>Answers the caller as the method ended.</summary>
    internal static void Complete(TaskCompletionSource<T> answer, Task? task)
    {
        if (task is Task<T> { IsCompletedSuccessfully: true } withResult)
        {
            answer.TrySetResult(withResult.Result);
        }
        else if (task is null or { IsCompletedSuccessfully: true })
        {
            answer.TrySetResult(default!);
        }
        else if (task.IsFaulted)
        {
            answer.TrySetException(task.Exception.InnerExceptions);
        }
        else
        {
            answer.TrySetCanceled(new TaskCanceledException(task).CancellationToken);
        }
    }
}
