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
            var query = new LogQuery(Value(request, "traceId"), Value(request, "step"), Level(request), paging.AfterNumber(), paging.Limit);
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
                next = page.Next == 0 ? null : page.Next.ToString(System.Globalization.CultureInfo.InvariantCulture),
            });
        });

    private static string? Value(HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } value] ? value : null;

    private static string? Level(HttpRequest request)
    {
        var level = Value(request, "level");
        return level is null || Levels.Contains(level, StringComparer.Ordinal)
            ? level
            : throw new ControlException($"\"level\" is \"{level}\"; it must be one of {string.Join(", ", Levels)}.");
    }
}
