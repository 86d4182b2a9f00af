using Motia.Grains;
using Motia.Silo.Steps;
using Orleans.Concurrency;

namespace Motia.Silo.Events;

/// <summary>Runs an event or cron step's handler in the silo of the lane that asks, one worker for each run, so that a handler that blocks its thread delays nobody else.</summary>
[StatelessWorker(MaximumWorkers)]
[Reentrant]
internal sealed class EventHandlerGrain(StepRegistry registry, EventRunner runner) : Grain, IEventHandlerGrain
{
    private const int MaximumWorkers = 1024;
    private static readonly Func<object?, Task<EventResult>> Run = static context => ((EventContext)context!).RunAsync();

    public Task<EventResult> HandleEvent(EventRun run)
    {
        if (registry.Steps.ByKey(this.GetPrimaryKeyString()) is not { Event: not null } step || !step.Module.TryEnter())
        {
            return Task.FromResult(EventResult.Returned);
        }

        return OffScheduler.Run(Run, runner.Begin(step, run));
    }
}
