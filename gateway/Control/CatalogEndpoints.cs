using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Catalog;

namespace Motia.Gateway.Control;

/// <summary><c>GET /__motia/catalog</c>: the loaded steps and streams (<c>stale</c> if an older version than the file serves), their topics, and the mistakes in those that are not loaded.</summary>
internal static class CatalogEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Map(IEndpointRouteBuilder control) =>
        control.MapGet("/catalog", (ICatalogSource source) =>
        {
            var catalog = source.Current;
            return TypedResults.Json(
                new
                {
                    steps = catalog.Steps.Select(step => Entry(step, source.IsStale(step))).ToArray(),
                    streams = catalog.Streams.Select(stream => Entry(stream, source.IsStale(stream))).ToArray(),
                    topics = catalog.Topics,
                    errors = catalog.Errors,
                },
                Json);
        });

    private static JsonObject Entry<T>(T description, bool isStale)
    {
        var entry = JsonSerializer.SerializeToNode(description, Json)!.AsObject();
        if (isStale)
        {
            entry["stale"] = true;
        }

        return entry;
    }
}
