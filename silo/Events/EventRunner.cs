using System.Collections.Concurrent;
using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Events;

/// <summary>Runs event handlers: gives them their context and their time, and says how they ended.</summary>
internal sealed class EventRunner
{
    /// <summary>How long a handler may take to return after its token fired.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // What runs, by delivery: a lane runs no delivery twice at a time, not even after it came up anew.
    private readonly ConcurrentDictionary<string, ExpectedRun> _runs = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StepHost _host;
    private int _running;
    private volatile bool _stopping;

    public EventRunner(StepHost host)
    {
        _host = host;
        host.Stopping.UnsafeRegister(static runner => ((EventRunner)runner!).Stop(), this);
    }

    /// <summary>A number that no other process has.</summary>
    public long Process { get; } = Random.Shared.NextInt64(1, long.MaxValue);

    public TimeProvider Time => _host.Time;

    /// <summary>Whether no more runs may begin in this silo.</summary>
    public bool IsStopping => _stopping || _host.Stopping.IsCancellationRequested;

    /// <summary>How many handlers run.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>The context of a run whose step's module was entered.</summary>
    public EventContext Begin(LoadedStep step, EventRun run) => new(this, _host, step, run);

    /// <summary>Runs a handler once. Its module was entered by the caller and is left here.</summary>
    public async Task<EventResult> RunAsync(EventContext context)
    {
        Interlocked.Increment(ref _running);
        _runs.GetOrAdd(context.Run.Delivery.Id, static _ => new()).Context = context;
        context.StartClock();
        Task handled;
        try
        {
            handled = context.Step.Event!.HandleAsync(context.Run.Delivery, context);
        }
        catch (Exception exception)
        {
            handled = Task.FromException(exception);
        }

        try
        {
            return await WaitAsync(context, handled);
        }
        finally
        {
            if (handled.IsCompleted)
            {
                await EndAsync(context);
            }
            else
            {
                _ = EndOverdueAsync(context, handled);
            }
        }
    }

    /// <summary>Done when the handler of a delivery has returned, if it runs in this silo.</summary>
    public Task WhenReturned(string deliveryId) => _runs.TryGetValue(deliveryId, out var run) ? run.Returned : Task.CompletedTask;

    /// <summary>Notes that a run of a delivery is asked for, so that nobody else asks for one before it has returned.</summary>
    public ExpectedRun Expect(string deliveryId) => _runs.GetOrAdd(deliveryId, static _ => new());

    /// <summary>Takes back what was expected, if the run did not begin.</summary>
    public void Withdraw(string deliveryId, ExpectedRun run)
    {
        if (run.Context is null && _runs.TryRemove(new KeyValuePair<string, ExpectedRun>(deliveryId, run)))
        {
            run.End();
        }
    }

    /// <summary>Begins no more runs; done when those that run have ended.</summary>
    public Task DrainAsync()
    {
        _stopping = true;
        if (Running == 0)
        {
            _quiet.TrySetResult();
        }

        return _quiet.Task;
    }

    /// <summary>Waits no longer for those that run: the grains that wait for them are to end.</summary>
    public void HandBack()
    {
        foreach (var run in _runs.Values)
        {
            run.Context?.HandBack();
        }
    }

    private void Stop()
    {
        foreach (var run in _runs.Values)
        {
            run.Context?.Stop();
        }
    }

    private async Task EndAsync(EventContext context)
    {
        await context.StopClockAsync();
        await context.ReleaseAsync();
        if (_runs.TryRemove(context.Run.Delivery.Id, out var run))
        {
            run.End();
        }

        if (Interlocked.Decrement(ref _running) == 0 && _stopping)
        {
            _quiet.TrySetResult();
        }
    }

    private async Task EndOverdueAsync(EventContext context, Task handled)
    {
        await handled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync(context);
    }

    private async Task<EventResult> WaitAsync(EventContext context, Task handled)
    {
        if (!handled.IsCompleted)
        {
            await context.WaitAsync(handled);
            if (context.IsHandedBack && !handled.IsCompleted)
            {
                return EventResult.Returned with { StillRuns = true };
            }
        }

        if (!handled.IsCompleted)
        {
            await handled.WaitAsync(Grace, _host.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!handled.IsCompleted)
            {
                return TimedOut(context) with { StillRuns = true };
            }
        }

        return ResultOf(handled, context);
    }

    private EventResult ResultOf(Task ended, EventContext context)
    {
        try
        {
            ended.GetAwaiter().GetResult();

            // A handler that blocks its thread is not waited for with a limit, but its time is up all the same.
            return context.IsCancelled ? TimedOut(context) : EventResult.Done;
        }
        catch (RejectedEventException exception)
        {
            context.Logger.EventRejected(exception.Message);
            return new(EventOutcome.Rejected, exception.Message);
        }
        catch (StepUnavailableException exception) when (!exception.IsOwnDoing && !(context.IsCancelled && exception.WasRunning))
        {
            context.Logger.HandlerUnavailable(exception);
            return EventResult.Returned;
        }
        catch (Exception) when (context.IsCancelled)
        {
            return TimedOut(context);
        }
        catch (EmitException exception) when (exception.Code == EmitError.Overloaded)
        {
            return EventResult.Returned;
        }
        catch (OperationCanceledException) when (_host.Stopping.IsCancellationRequested)
        {
            return EventResult.Returned;
        }
        catch (Exception exception)
        {
            context.Logger.EventFailed(exception, context.Run.Attempt, context.Run.Delivery.Id);
            return new(EventOutcome.Failed, exception.ToString());
        }
    }

    private static EventResult TimedOut(EventContext context)
    {
        var seconds = context.Step.Timeout.TotalSeconds;
        context.Logger.HandlerTimedOut(seconds);
        return new(EventOutcome.Failed, $"The handler ran out of its {seconds} seconds.");
    }
}
