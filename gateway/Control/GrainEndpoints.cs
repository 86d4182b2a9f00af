using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Motia.Gateway.Control;

/// <summary><c>GET /__motia/grains</c>: what the grains did.</summary>
internal static class GrainEndpoints
{
    public static void Map(IEndpointRouteBuilder control) =>
        control.MapGet("/grains", async (IGrainReporter statistics) => TypedResults.Ok(await statistics.ReadAsync()));
}
