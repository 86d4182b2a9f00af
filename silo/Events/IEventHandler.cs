using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Events;

/// <summary>How one event or cron step handles its events or ticks.</summary>
internal interface IEventHandler
{
    /// <summary>Handles an event.</summary>
    /// <exception cref="RejectedEventException">Its data are not what the step takes.</exception>
    /// <exception cref="StepUnavailableException">What runs the step cannot take the event, or ended under it.</exception>
    Task HandleAsync(EventDelivery delivery, EventContext context);
}
