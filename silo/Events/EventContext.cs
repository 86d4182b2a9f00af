using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Events;

/// <summary>The context of one attempt at a delivery.</summary>
internal sealed class EventContext(EventRunner runner, StepHost host, LoadedStep step, EventRun run) : RunContext(host, step, run.Delivery.TraceId)
{
    private ITimer? _clock;
    private TaskCompletionSource? _waitIsOver;
    private int _isWaitOver;
    private volatile bool _isHandedBack;

    public EventRun Run => run;

    public override Delivery? Delivery { get; } = new(run.Delivery.Id, run.Attempt);

    /// <summary>Begins the handler's time: when it is up the token fires, even if the handler blocks its thread.</summary>
    public void StartClock() =>
        _clock = runner.Time.CreateTimer(static context => ((EventContext)context!).EndTime(), this, Step.Timeout, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the handler's time; done when the clock can't fire any more.</summary>
    public ValueTask StopClockAsync() => _clock?.DisposeAsync() ?? default;

    /// <summary>Whether the silo waits for the handler no longer, because it stops.</summary>
    public bool IsHandedBack => _isHandedBack;

    /// <summary>Done when a handler has ended, its time is up, or it is handed back.</summary>
    public Task WaitAsync(Task handled)
    {
        var isOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _waitIsOver, isOver);
        if (Volatile.Read(ref _isWaitOver) != 0)
        {
            isOver.TrySetResult();
        }

        return Task.WhenAny(handled, isOver.Task);
    }

    /// <summary>Ends the waiting for the handler; its delivery runs again after the next start.</summary>
    public void HandBack()
    {
        _isHandedBack = true;
        EndWait();
    }

    /// <summary>Runs the handler.</summary>
    public Task<EventResult> RunAsync() => runner.RunAsync(this);

    // Who waits goes on first: what the handler registered on its token may block this thread.
    private void EndTime()
    {
        EndWait();
        Cancel();
    }

    private void EndWait()
    {
        Interlocked.Exchange(ref _isWaitOver, 1);
        _waitIsOver?.TrySetResult();
    }
}
