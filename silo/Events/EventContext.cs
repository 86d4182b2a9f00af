using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Events;

/// <summary>The context of one attempt at a delivery.</summary>
internal sealed class EventContext(EventRunner runner, StepHost host, LoadedStep step, EventRun run) : RunContext(host, step, run.Delivery.TraceId)
{
    public EventRun Run => run;

    public override Delivery? Delivery { get; } = new(run.Delivery.Id, run.Attempt);

    /// <summary>Runs the handler.</summary>
    public Task<EventResult> RunAsync() => runner.RunAsync(this);
}
