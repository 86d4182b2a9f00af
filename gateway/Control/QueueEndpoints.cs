using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Catalog;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>/__motia/queues</c> and <c>/deliveries</c>: what waits and runs, to look at, run again or discard.</summary>
internal static class QueueEndpoints
{
    private static readonly Dictionary<string, DeliveryStatus> Statuses = Enum.GetValues<DeliveryStatus>().ToDictionary(NameOf, StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/queues", async (IGrainFactory grains, TimeProvider time, ICatalogSource catalog) =>
            TypedResults.Ok(await QueuesAsync(new(grains, time), catalog.Current)));
        control.MapGet("/deliveries", async (HttpRequest request, IGrainFactory grains, TimeProvider time) =>
            TypedResults.Ok(await DeliveriesAsync(new(grains, time), request)));
        control.MapGet("/deliveries/{id}", ReadDeliveryAsync);
        control.MapPost("/deliveries/{id}/redrive", (string id, IGrainFactory grains) => DeliveryChange.RedriveAsync(grains, id));
        control.MapDelete("/deliveries/{id}", (string id, HttpRequest request, IGrainFactory grains) => DeliveryChange.DiscardAsync(grains, id, request));
    }

    /// <summary>The queues, by step and topic.</summary>
    public static async Task<QueueList> QueuesAsync(LaneSurvey survey, CatalogSnapshot catalog)
    {
        var steps = (await survey.SubscriptionsAsync()).GroupBy(one => one.Step, StringComparer.Ordinal).OrderBy(step => step.Key, StringComparer.Ordinal);
        var queues = await Task.WhenAll(steps.Select(step => QueuesOfAsync(step, catalog.Steps.Any(loaded => loaded.Name == step.Key), survey)));
        return new([.. queues.SelectMany(step => step)], survey.Unreachable);
    }

    /// <summary>The steps that ever subscribed, or of them the one that the query names.</summary>
    public static async Task<IReadOnlyList<string>> StepsAsync(LaneSurvey survey, HttpRequest request)
    {
        var steps = (await survey.SubscriptionsAsync()).Select(one => one.Step).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return request.Parameter("step") is { } wanted ? [.. steps.Where(step => step == wanted)] : steps;
    }

    private static async Task<IEnumerable<QueueReport>> QueuesOfAsync(IGrouping<string, Subscription> step, bool isLoaded, LaneSurvey survey)
    {
        var counts = (await survey.AskAllAsync(step.Key, lane => lane.Count())).ToLookup(count => count.Topic, StringComparer.Ordinal);
        return step.OrderBy(one => one.Topic, StringComparer.Ordinal).Select(one => new QueueReport(
            one.Step,
            one.Topic,
            one.IsFifo ? "fifo" : "standard",
            isLoaded,
            one.IsActive,
            counts[one.Topic].Sum(count => count.Waiting),
            counts[one.Topic].Sum(count => count.Running),
            counts[one.Topic].Sum(count => count.Retrying),
            counts[one.Topic].Sum(count => count.Dead),
            counts[one.Topic].Sum(count => count.Done)));
    }

    private static async Task<object> DeliveriesAsync(LaneSurvey survey, HttpRequest request)
    {
        var paging = Paging.Parse(request);
        var status = StatusOf(request);
        var steps = await StepsAsync(survey, request);
        var (deliveries, next) = await LaneList.ReadAsync(survey, steps, paging, async (step, lane, after, limit) =>
        {
            var page = await lane.List(status, after, limit);
            return new LanePage<object>([.. page.Deliveries.Select(delivery => Describe(step, delivery))], page.Next, Bytes: 0);
        });
        return new { deliveries, next, unreachable = survey.Unreachable };
    }

    private static object Describe(string step, QueuedDelivery delivery) => new
    {
        id = delivery.Id,
        step,
        topic = delivery.Topic,
        traceId = delivery.TraceId,
        messageGroupId = delivery.Group,
        status = NameOf(delivery.Status),
        attempts = delivery.Attempts,
        due = delivery.Due,
        error = delivery.Error,
    };

    private static async Task<IResult> ReadDeliveryAsync(string id, IGrainFactory grains)
    {
        if (await DeliverySearch.StepOfAsync(grains, id) is not { } step || await DeliverySearch.FindAsync(grains, step, id) is not { } found)
        {
            return DeliveryChange.NoSuchDelivery(id);
        }

        if (found.Live is { } delivery)
        {
            return TypedResults.Ok(Describe(step, delivery));
        }

        var dead = LetterJson.Parse(found.Letter).AsObject();
        dead["status"] = "dead";
        return LetterJson.Answer(dead);
    }

    private static DeliveryStatus? StatusOf(HttpRequest request) =>
        ControlQuery.OneOf("status", request.Query["status"], Statuses.Keys) is { } name ? Statuses[name] : null;

    private static string NameOf(DeliveryStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
