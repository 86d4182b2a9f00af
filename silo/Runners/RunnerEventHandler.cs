using Motia.Grains;
using Motia.Silo.Events;
using Motia.Silo.Schemas;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>How an event or cron step in a runner handles its events or ticks.</summary>
/// <param name="step">Its code.</param>
/// <param name="host">What every run gets.</param>
/// <param name="isCron">Whether it is a cron step.</param>
/// <param name="input">The schema that events are checked against; null if they are not.</param>
internal sealed class RunnerEventHandler(RunnerStep step, StepHost host, bool isCron, JsonSchema? input) : IEventHandler
{
    public Task HandleAsync(EventDelivery delivery, EventContext context)
    {
        EventChecks.DemandKind(delivery, isCron);
        if (input is not null)
        {
            EventChecks.DemandValid(delivery.Data, input);
        }

        return step.CallAsync(
            context,
            isCron ? "cron" : "event",
            new RunnerRequests(context, host, validate: null),
            context.Delivery!,
            static (json, one) =>
            {
                json.WriteStartObject("delivery"u8);
                json.WriteString("id"u8, one.Id);
                json.WriteNumber("attempt"u8, one.Attempt);
                json.WriteEndObject();
            },
            isCron ? default : delivery.Data);
    }
}
