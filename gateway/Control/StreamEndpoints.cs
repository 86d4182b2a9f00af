using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Catalog;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>/__motia/streams</c>: the streams with their groups, also of streams that are not loaded, and the items of a group.</summary>
internal static class StreamEndpoints
{
    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/streams", async (HttpRequest request, ICatalogSource catalog, IGrainFactory grains) =>
            TypedResults.Ok(await StreamsAsync(catalog.Current, grains, Paging.Parse(request))));
        control.MapGet("/streams/items", async (HttpRequest request, IGrainFactory grains) =>
            request.Parameter("name") is { } name && request.Parameter("group") is { } group
                ? TypedResults.Ok(await ItemsAsync(grains, name, group, Paging.Parse(request)))
                : throw new ControlException("\"name\" and \"group\" must both be in the query: /__motia/streams/items?name=STREAM&group=GROUP."));
    }

    private static async Task<object> StreamsAsync(CatalogSnapshot catalog, IGrainFactory grains, Paging paging)
    {
        var (names, next) = await GroupNames.ReadAsync(grains, DirectoryShards.StreamGroups, paging);
        var counts = await Task.WhenAll(names.Select(name => grains.GetGrain<IStreamGrain>(GrainKeys.Stream(name)).Count()));
        var groups = names.Select(GrainKeys.PartsOfStreamGroup).Zip(counts, (name, count) => (name.Stream, name.Group, Count: count)).Where(group => group.Count != 0)
            .ToLookup(group => group.Stream, StringComparer.Ordinal);

        // Pages are pages of groups; a stream that has none is told with the first.
        var loaded = catalog.Streams.Select(stream => stream.Name).ToHashSet(StringComparer.Ordinal);
        var streams = groups.Select(group => group.Key).Union(paging.After.Length == 0 ? loaded : [], StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new
        {
            streams = streams.Select(name => new
            {
                name,
                loaded = loaded.Contains(name),
                groups = groups[name].Select(group => new { group = group.Group, count = group.Count }),
            }),
            next,
        };
    }

    private static async Task<object> ItemsAsync(IGrainFactory grains, string name, string group, Paging paging)
    {
        var page = await grains.GetGrain<IStreamGrain>(GrainKeys.Stream(name, group)).List(paging.AfterNumber(), paging.Limit);
        ItemAnswers.Demand(page.Outcome, page.Message);
        return new
        {
            name,
            group,
            items = page.Items.Select(item => JsonNode.Parse(item.Value.Span)),
            next = Paging.NextOf(page.Next),
        };
    }
}
