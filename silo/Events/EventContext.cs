using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Events;

/// <summary>The context of one attempt at a delivery.</summary>
internal sealed class EventContext(EventRunner runner, StepHost host, LoadedStep step, EventRun run) : RunContext(host, step, run.Delivery.TraceId)
{
    private ITimer? _clock;

    public EventRun Run => run;

    public override Delivery? Delivery { get; } = new(run.Delivery.Id, run.Attempt);

    /// <summary>Begins the handler's time: when it is up the token fires, even if the handler blocks its thread.</summary>
    public void StartClock() =>
        _clock = runner.Time.CreateTimer(static context => ((EventContext)context!).Cancel(), this, Step.Timeout, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the handler's time; done when the clock can't fire any more.</summary>
    public ValueTask StopClockAsync() => _clock?.DisposeAsync() ?? default;

    /// <summary>Runs the handler.</summary>
    public Task<EventResult> RunAsync() => runner.RunAsync(this);
}
