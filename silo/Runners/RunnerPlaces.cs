using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>How many calls a process has at a time; as many may wait for it.</summary>
internal sealed class RunnerPlaces(int limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
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
            _waiting.AddLast(turn);
        }

        return WaitAsync(turn, cancellationToken);
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (_waiting.First is not { } next)
            {
                _taken--;
                return;
            }

            _waiting.RemoveFirst();
            next.Value.SetResult();
        }
    }

    private async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        await using var cancelling = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (GiveUp(turn))
                {
                    turn.SetCanceled(token);
                }
            },
            null);
        await turn.Task;
    }

    private bool GiveUp(TaskCompletionSource turn)
    {
        lock (_lock)
        {
            return _waiting.Remove(turn);
        }
    }
}
