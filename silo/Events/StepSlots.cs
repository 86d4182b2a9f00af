using System.Collections.Concurrent;

namespace Motia.Silo.Events;

/// <summary>How many handlers of each step run in this silo. Its lanes take places here, first come, first served.</summary>
internal sealed class StepSlots
{
    private readonly ConcurrentDictionary<string, Step> _steps = new(StringComparer.Ordinal);

    /// <summary>Takes a place if one is free.</summary>
    /// <param name="step">The step's key.</param>
    /// <param name="limit">How many places it has.</param>
    public bool TryTake(string step, int limit)
    {
        var slots = Of(step);
        lock (slots)
        {
            if (slots.Taken >= limit || slots.Waiting.Count > 0)
            {
                return false;
            }

            slots.Taken++;
            return true;
        }
    }

    /// <summary>Whether a place is free.</summary>
    /// <param name="step">The step's key.</param>
    /// <param name="limit">How many places it has.</param>
    public bool HasFree(string step, int limit)
    {
        var slots = Of(step);
        lock (slots)
        {
            return slots.Taken < limit && slots.Waiting.Count == 0;
        }
    }

    /// <summary>Done when the caller has a place.</summary>
    /// <param name="step">The step's key.</param>
    /// <param name="limit">How many places it has.</param>
    public Task TakeAsync(string step, int limit)
    {
        var slots = Of(step);
        lock (slots)
        {
            if (slots.Taken < limit && slots.Waiting.Count == 0)
            {
                slots.Taken++;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            slots.Waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="step">The step's key.</param>
    /// <param name="limit">How many places it has now; another number than before when the step was changed.</param>
    public void Release(string step, int limit)
    {
        var slots = Of(step);
        lock (slots)
        {
            slots.Taken--;
            while (slots.Taken < limit && slots.Waiting.TryDequeue(out var next))
            {
                slots.Taken++;
                next.SetResult();
            }
        }
    }

    private Step Of(string step) => _steps.GetOrAdd(step, static _ => new());

    private sealed class Step
    {
        public int Taken { get; set; }

        public Queue<TaskCompletionSource> Waiting { get; } = new();
    }
}
