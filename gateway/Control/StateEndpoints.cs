using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Requests;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>/__motia/state</c>: groups, their items, and one item to read, write or delete.</summary>
internal static class StateEndpoints
{
    private const long LargestValue = 1024 * 1024;

    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/state", async (HttpRequest request, IGrainFactory grains) =>
            request.Parameter("group") is { } group
                ? (IResult)TypedResults.Ok(await ItemsAsync(grains, group, Paging.Parse(request)))
                : TypedResults.Ok(await GroupsAsync(grains, Paging.Parse(request))));
        control.MapGet("/state/item", async (HttpRequest request, IGrainFactory grains) =>
        {
            var (group, key) = ItemOf(request);
            return Item(group, key, await Grain(grains, group).Get(key));
        });
        control.MapPut("/state/item", async (HttpContext context, IGrainFactory grains) =>
        {
            var (group, key) = ItemOf(context.Request);
            var body = await RequestBody.ReadAsync(context, LargestValue)
                ?? throw new ControlException($"The body is larger than {LargestValue} bytes, the most a value may have.", 413);
            return Item(group, key, await Grain(grains, group).Set(group, key, body));
        });
        control.MapDelete("/state/item", async (HttpRequest request, IGrainFactory grains) =>
        {
            var (group, key) = ItemOf(request);
            return Item(group, key, await Grain(grains, group).Delete(key));
        });
    }

    private static async Task<object> GroupsAsync(IGrainFactory grains, Paging paging)
    {
        var (names, next) = await GroupNames.ReadAsync(grains, DirectoryShards.StateGroups, paging);
        var counts = await Task.WhenAll(names.Select(name => Grain(grains, name).Count()));
        return new
        {
            groups = names.Zip(counts, (group, count) => new { group, count }).Where(entry => entry.count != 0),
            next,
        };
    }

    private static async Task<object> ItemsAsync(IGrainFactory grains, string group, Paging paging)
    {
        var page = await Grain(grains, group).List(paging.AfterNumber(), paging.Limit);
        ItemAnswers.Demand(page.Outcome, page.Message);
        return new
        {
            group,
            items = page.Items.Select(item => new { key = item.Key, value = JsonNode.Parse(item.Value.Span) }),
            next = Paging.NextOf(page.Next),
        };
    }

    private static IResult Item(string group, string key, StateAnswer answer)
    {
        ItemAnswers.Demand(answer.Outcome, answer.Message);
        return answer.Outcome == StateOutcome.Missing
            ? TypedResults.NotFound(new ControlError($"The group \"{group}\" has no item \"{key}\"."))
            : TypedResults.Ok(new { group, key, value = JsonNode.Parse(answer.Value.Span) });
    }

    private static (string Group, string Key) ItemOf(HttpRequest request) =>
        request.Parameter("group") is { } group && request.Parameter("key") is { } key
            ? (group, key)
            : throw new ControlException("\"group\" and \"key\" must both be in the query: /__motia/state/item?group=G&key=K.");

    private static IStateGrain Grain(IGrainFactory grains, string group) => grains.GetGrain<IStateGrain>(GrainKeys.Group(group));
}
