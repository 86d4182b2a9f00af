using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Catalog;

namespace Motia.Gateway.Control;

/// <summary><c>GET /__motia/catalog</c>: the loaded steps, their topics, and the mistakes in those that are not loaded.</summary>
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
                new { steps = catalog.Steps, streams = Array.Empty<object>(), topics = catalog.Topics, errors = catalog.Errors }, Json);
        });
}
