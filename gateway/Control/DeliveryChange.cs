using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>What people do with a delivery, be it one that waits or a dead letter.</summary>
internal static class DeliveryChange
{
    public static async Task<IResult> RedriveAsync(IGrainFactory grains, string id) =>
        await ChangeAsync(grains, id, lane => lane.Redrive(id)) ?? TypedResults.Ok(new { id, redriven = true });

    public static async Task<IResult> DiscardAsync(IGrainFactory grains, string id, HttpRequest request)
    {
        var reason = request.Parameter("reason") ?? throw new ControlException("\"reason\" must be in the query: ?reason=WHY. It goes to the log.");
        return await ChangeAsync(grains, id, lane => lane.Discard(id, reason)) ?? TypedResults.Ok(new { id, discarded = true, reason });
    }

    public static NotFound<ControlError> NoSuchDelivery(string id) => TypedResults.NotFound(new ControlError($"No delivery that waits or runs, and no dead letter, has the id \"{id}\". One that succeeded is told by its run: /__motia/traces."));

    private static async Task<IResult?> ChangeAsync(IGrainFactory grains, string id, Func<IEventStepGrain, Task<QueueAnswer>> change)
    {
        foreach (var lane in await DeliverySearch.LanesOfAsync(grains, id))
        {
            var answer = await change(lane);
            switch (answer.Outcome)
            {
                case QueueOutcome.Done:
                    return null;
                case QueueOutcome.Running:
                    throw new ControlException(answer.Message!, StatusCodes.Status409Conflict);
                case not QueueOutcome.Missing:
                    throw new ControlException(answer.Message!, StatusCodes.Status503ServiceUnavailable);
            }
        }

        return NoSuchDelivery(id);
    }
}
