using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>GET /__motia/logs</c>: the newest log lines first.</summary>
internal static class LogEndpoints
{
    private static readonly string[] Levels = ["debug", "info", "warn", "error"];

    public static void Map(IEndpointRouteBuilder control) =>
        control.MapGet("/logs", async (HttpRequest request, IGrainFactory grains) =>
        {
            var paging = Paging.Parse(request);
            var query = new LogQuery(
                request.Parameter("traceId"), request.Parameter("step"), ControlQuery.OneOf("level", request.Parameter("level"), Levels), paging.AfterNumber(), paging.Limit);
            var page = await grains.GetGrain<ILogGrain>(LogShards.Only).Read(query);
            return TypedResults.Ok(new
            {
                logs = page.Lines.Select(line => new
                {
                    time = line.Time,
                    level = line.Level,
                    traceId = line.TraceId,
                    step = line.Step,
                    message = line.Message,
                    args = line.Arguments.Length == 0 ? null : JsonNode.Parse(line.Arguments),
                }),
                next = Paging.NextOf(page.Next),
            });
        });
}
