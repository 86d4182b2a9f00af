using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>How many calls a process has at a time; as many may wait for it.</summary>
internal sealed class RunnerPlaces(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _taken;

    /// <summary>Done when there is a place.</summary>
    /// <exception cref="StepUnavailableException">So many wait that one more would.</exception>
    public Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_taken < limit)
            {
                _taken++;
                return Task.CompletedTask;
            }

            if (_waiting.Count >= limit)
            {
                throw new StepUnavailableException($"its runner has {limit} calls, and as many wait; \"runners.concurrency\" in motia.json says how many it takes.");
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        return cancellationToken.CanBeCanceled ? WaitAsync(turn, cancellationToken) : turn.Task;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _taken--;
        }
    }

    private static async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        await using var cancelling = cancellationToken.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), turn);
        await turn.Task;
    }
}
