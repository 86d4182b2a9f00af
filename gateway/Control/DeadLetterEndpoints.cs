using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>/__motia/dead-letters</c>: what failed for the last time, to look at, run again or discard.</summary>
internal static class DeadLetterEndpoints
{
    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/dead-letters", async (HttpRequest request, IGrainFactory grains, TimeProvider time) =>
            await ListAsync(new(grains, time), request));
        control.MapGet("/dead-letters/{id}", ReadAsync);
        control.MapPost("/dead-letters/{id}/redrive", (string id, IGrainFactory grains) => DeliveryChange.RedriveAsync(grains, id));
        control.MapPost("/dead-letters/redrive", RedriveAllAsync);
        control.MapDelete("/dead-letters/{id}", (string id, HttpRequest request, IGrainFactory grains) => DeliveryChange.DiscardAsync(grains, id, request));
    }

    private static async Task<IResult> ListAsync(LaneSurvey survey, HttpRequest request)
    {
        var steps = await QueueEndpoints.StepsAsync(survey, request);
        var (deadLetters, next) = await LaneList.ReadAsync(survey, steps, Paging.Parse(request), async (_, lane, after, limit) =>
        {
            var page = await lane.ListDeadLetters(after, limit);
            return new LanePage<JsonNode>([.. page.Letters.Select(LetterJson.Parse)], page.Next, page.Letters.Sum(letter => (long)letter.Length));
        });
        return LetterJson.Answer(new { deadLetters, next, unreachable = survey.Unreachable });
    }

    private static async Task<IResult> ReadAsync(string id, IGrainFactory grains)
    {
        foreach (var lane in await DeliverySearch.LanesOfAsync(grains, id))
        {
            if (await lane.ReadDeadLetter(id) is { IsEmpty: false } letter)
            {
                return TypedResults.Bytes(letter, "application/json; charset=utf-8");
            }
        }

        return DeliveryChange.NoSuchDelivery(id);
    }

    private static async Task<IResult> RedriveAllAsync(HttpRequest request, IGrainFactory grains)
    {
        var step = request.Parameter("step") ?? throw new ControlException("\"step\" must be in the query: /__motia/dead-letters/redrive?step=NAME.");
        var lanes = await Task.WhenAll(Lanes.All.Select(lane => LaneRedrive.RunAsync(grains, step, lane)));
        var (redriven, failed) = (lanes.Sum(lane => lane.Redriven), lanes.Sum(lane => lane.Failed));
        return lanes.Select(lane => lane.Error).FirstOrDefault(error => error is not null) is { } error
            ? TypedResults.Json(new { step, redriven, failed, error }, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new { step, redriven, failed });
    }
}
