using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Catalog;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>/__motia/queues</c>, <c>/deliveries</c> and <c>/dead-letters</c>: what waits, runs and failed, to look at, run again or discard.</summary>
internal static class QueueEndpoints
{
    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/queues", async (IGrainFactory grains, ICatalogSource catalog) =>
            TypedResults.Ok(new { queues = await QueuesAsync(grains, catalog.Current) }));
        control.MapGet("/deliveries", async (HttpRequest request, IGrainFactory grains) =>
            TypedResults.Ok(await DeliveriesAsync(grains, request)));
        control.MapGet("/deliveries/{id}", ReadDeliveryAsync);
        control.MapPost("/deliveries/{id}/redrive", (string id, IGrainFactory grains) => RedriveAsync(grains, id));
        control.MapDelete("/deliveries/{id}", (string id, HttpRequest request, IGrainFactory grains) => DiscardAsync(grains, id, request));
        control.MapGet("/dead-letters", async (HttpRequest request, IGrainFactory grains) =>
            TypedResults.Ok(await DeadLettersAsync(grains, request)));
        control.MapGet("/dead-letters/{id}", ReadDeadLetterAsync);
        control.MapPost("/dead-letters/{id}/redrive", (string id, IGrainFactory grains) => RedriveAsync(grains, id));
        control.MapPost("/dead-letters/redrive", RedriveAllAsync);
        control.MapDelete("/dead-letters/{id}", (string id, HttpRequest request, IGrainFactory grains) => DiscardAsync(grains, id, request));
    }

    /// <summary>The queues, by step and topic.</summary>
    public static async Task<IReadOnlyList<QueueReport>> QueuesAsync(IGrainFactory grains, CatalogSnapshot catalog)
    {
        var subscriptions = await SubscriptionsAsync(grains);
        var queues = new List<QueueReport>();
        foreach (var step in subscriptions.GroupBy(one => one.Step, StringComparer.Ordinal).OrderBy(step => step.Key, StringComparer.Ordinal))
        {
            var counts = (await Task.WhenAll(grains.LanesOf(step.Key).Select(lane => lane.Count()))).SelectMany(lane => lane).ToLookup(count => count.Topic, StringComparer.Ordinal);
            queues.AddRange(step.OrderBy(one => one.Topic, StringComparer.Ordinal).Select(one => new QueueReport(
                one.Step,
                one.Topic,
                one.IsFifo ? "fifo" : "standard",
                catalog.Steps.Any(loaded => loaded.Name == one.Step),
                one.IsActive,
                counts[one.Topic].Sum(count => count.Waiting),
                counts[one.Topic].Sum(count => count.Running),
                counts[one.Topic].Sum(count => count.Retrying),
                counts[one.Topic].Sum(count => count.Dead),
                counts[one.Topic].Sum(count => count.Done))));
        }

        return queues;
    }

    private static async Task<object> DeliveriesAsync(IGrainFactory grains, HttpRequest request)
    {
        var paging = Paging.Parse(request);
        var status = StatusOf(request);
        var (lane, after) = LanePosition.Parse(paging.After);
        var lanes = (await StepsAsync(grains, request)).SelectMany(step => Enumerable.Range(0, Lanes.Count).Select(number => (Step: step, Lane: number))).ToArray();
        var found = new List<object>();
        for (; lane < lanes.Length && found.Count < paging.Limit; (lane, after) = after.Length > 0 ? (lane, after) : (lane + 1, ""))
        {
            DeliveryPage page;
            try
            {
                page = await grains.Lane(lanes[lane].Step, lanes[lane].Lane).List(status, after, paging.Limit - found.Count);
            }
            catch (ArgumentException)
            {
                throw LanePosition.Wrong(paging.After);
            }

            found.AddRange(page.Deliveries.Select(delivery => Describe(lanes[lane].Step, delivery)));
            after = page.Next;
        }

        return new { deliveries = found, next = lane < lanes.Length ? new LanePosition(lane, after).ToString() : null };
    }

    private static object Describe(string step, QueuedDelivery delivery) => new
    {
        id = delivery.Id,
        step,
        topic = delivery.Topic,
        traceId = delivery.TraceId,
        messageGroupId = delivery.Group,
        status = JsonNamingPolicy.CamelCase.ConvertName(delivery.Status.ToString()),
        attempts = delivery.Attempts,
        due = delivery.Due,
        error = delivery.Error,
    };

    private static async Task<IResult> ReadDeliveryAsync(string id, IGrainFactory grains)
    {
        if (await SubscriptionOfAsync(grains, id) is { } subscription)
        {
            foreach (var lane in grains.LanesOf(subscription.Step))
            {
                if (await lane.Find(id) is { } delivery)
                {
                    return TypedResults.Ok(Describe(subscription.Step, delivery));
                }

                if (await lane.ReadDeadLetter(id) is { IsEmpty: false } letter)
                {
                    var dead = JsonNode.Parse(letter.Span)!.AsObject();
                    dead["status"] = "dead";
                    return TypedResults.Ok(dead);
                }
            }
        }

        return NoSuchDelivery(id);
    }

    private static async Task<object> DeadLettersAsync(IGrainFactory grains, HttpRequest request)
    {
        var paging = Paging.Parse(request);
        var position = DeadLetterPosition.Parse(paging.After);
        var letters = new List<JsonNode>();
        var steps = await StepsAsync(grains, request);
        foreach (var (step, lane) in steps.SelectMany(step => Enumerable.Range(0, Lanes.Count).Select(lane => (step, lane))).Skip(position.Lane))
        {
            var after = position.Sequence;
            do
            {
                var page = await grains.Lane(step, lane).ListDeadLetters(after, paging.Limit - letters.Count);
                letters.AddRange(page.Letters.Select(letter => JsonNode.Parse(letter.Span)!));
                after = page.Next;
                if (letters.Count == paging.Limit)
                {
                    return new { deadLetters = letters, next = (after == 0 ? new DeadLetterPosition(position.Lane + 1, 0) : position with { Sequence = after }).ToString() };
                }
            }
            while (after != 0);
            position = new(position.Lane + 1, 0);
        }

        return new { deadLetters = letters, next = (string?)null };
    }

    private static async Task<IResult> ReadDeadLetterAsync(string id, IGrainFactory grains)
    {
        foreach (var lane in await LanesOfAsync(grains, id))
        {
            if (await lane.ReadDeadLetter(id) is { IsEmpty: false } letter)
            {
                return TypedResults.Bytes(letter, "application/json; charset=utf-8");
            }
        }

        return NoSuchDelivery(id);
    }

    private static async Task<IResult> RedriveAllAsync(HttpRequest request, IGrainFactory grains)
    {
        if (request.Query["step"] is not [{ Length: > 0 } step])
        {
            throw new ControlException("\"step\" must be in the query: /__motia/dead-letters/redrive?step=NAME.");
        }

        var redriven = 0;
        foreach (var lane in grains.LanesOf(step))
        {
            // What dies again meanwhile is not taken a second time.
            var ids = new List<string>();
            long after = 0;
            do
            {
                var page = await lane.ListDeadLetters(after, 1000);
                ids.AddRange(page.Letters.Select(letter => (string)JsonNode.Parse(letter.Span)!["id"]!));
                after = page.Next;
            }
            while (after != 0);
            var answers = await Task.WhenAll(ids.Select(lane.Redrive));
            redriven += answers.Count(answer => answer.Outcome == QueueOutcome.Done);
        }

        return TypedResults.Ok(new { step, redriven });
    }

    private static async Task<IResult> RedriveAsync(IGrainFactory grains, string id) =>
        await ChangeAsync(grains, id, lane => lane.Redrive(id)) ?? TypedResults.Ok(new { id, redriven = true });

    private static async Task<IResult> DiscardAsync(IGrainFactory grains, string id, HttpRequest request)
    {
        if (request.Query["reason"] is not [{ Length: > 0 } reason])
        {
            throw new ControlException("\"reason\" must be in the query: ?reason=WHY. It goes to the log.");
        }

        return await ChangeAsync(grains, id, lane => lane.Discard(id, reason)) ?? TypedResults.Ok(new { id, discarded = true, reason });
    }

    private static async Task<IResult?> ChangeAsync(IGrainFactory grains, string id, Func<IEventStepGrain, Task<QueueAnswer>> change)
    {
        foreach (var lane in await LanesOfAsync(grains, id))
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

    private static NotFound<ControlError> NoSuchDelivery(string id) => TypedResults.NotFound(new ControlError($"No delivery that waits or runs, and no dead letter, has the id \"{id}\". One that succeeded is told by its run: /__motia/traces."));

    // An id ends with its subscription's number, which tells the step; which of its lanes has it depends on the message group.
    private static async Task<IEnumerable<IEventStepGrain>> LanesOfAsync(IGrainFactory grains, string id) =>
        await SubscriptionOfAsync(grains, id) is { } subscription ? grains.LanesOf(subscription.Step) : [];

    private static async Task<Subscription?> SubscriptionOfAsync(IGrainFactory grains, string id)
    {
        var dot = id.LastIndexOf('.');
        return dot > 0 && int.TryParse(id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (await SubscriptionsAsync(grains)).FirstOrDefault(one => one.Number == number)
            : null;
    }

    private static async Task<IReadOnlyList<string>> StepsAsync(IGrainFactory grains, HttpRequest request)
    {
        var steps = (await SubscriptionsAsync(grains)).Select(one => one.Step).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return request.Query["step"] is [{ Length: > 0 } wanted] ? [.. steps.Where(step => step == wanted)] : steps;
    }

    private static Task<ImmutableArray<Subscription>> SubscriptionsAsync(IGrainFactory grains) =>
        grains.GetGrain<ISubscriptionGrain>(Lanes.Subscriptions).Read();

    private static DeliveryStatus? StatusOf(HttpRequest request)
    {
        var text = request.Query["status"].ToString();
        var all = Enum.GetValues<DeliveryStatus>();
        var found = all.Where(status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString()) == text).ToArray();
        return text.Length == 0 ? null
            : found.Length == 1 ? found[0]
            : throw new ControlException($"\"status\" is \"{text}\"; it must be one of {string.Join(", ", all.Select(status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString())))}.");
    }
}
