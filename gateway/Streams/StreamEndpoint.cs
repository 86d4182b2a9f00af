using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Motia.Gateway.Control;
using Motia.Gateway.Requests;

namespace Motia.Gateway.Streams;

/// <summary>Connects clients to the streams: a WebSocket on any path, or server-sent events at <c>GET /_streams/sse</c>.</summary>
internal sealed partial class StreamEndpoint(StreamHub hub, IStreamGuard guard, StreamOrigins origins, CorsHeaders cors, TimeProvider time, ILogger<StreamEndpoint> logger)
{
    private const string SsePath = "/_streams/sse";

    /// <summary>Whether a request is one for the streams.</summary>
    public static bool Takes(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest || (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == SsePath);

    public Task AnswerAsync(HttpContext context) => context.WebSockets.IsWebSocketRequest ? AcceptAsync(context) : SendEventsAsync(context);

    private async Task AcceptAsync(HttpContext context)
    {
        if (!origins.IsAllowed(context.Request))
        {
            await RefuseAsync(
                context,
                StatusCodes.Status403Forbidden,
                $"A page of {context.Request.Headers.Origin} may not connect; list its origin in motia.json: {{ \"cors\": {{ \"origins\": [\"{context.Request.Headers.Origin}\"] }} }}.");
            return;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        if (await AuthenticateAsync(context, TokenIn(offered, context.Request)) is not { } caller)
        {
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = offered.FirstOrDefault(),
            KeepAliveInterval = StreamLimits.Heartbeat,
            KeepAliveTimeout = StreamLimits.HeartbeatLimit,
        });
        await new StreamSocket(socket, new(hub, guard, time, caller), time).RunAsync();
    }

    private async Task SendEventsAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Headers["x-trace-id"] = TraceIds.Create(time.GetUtcNow());
        cors.Write(context);
        if (ServerSentEvents.SubscriptionIn(request, out var since, out var problem) is not { } to)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
        }
        else if (await AuthenticateAsync(context, TokenIn([], request)) is { } caller)
        {
            var client = new StreamClient(hub, guard, time, caller);
            client.Emptied = client.End;
            try
            {
                if (await client.JoinAsync(to, "sse", since) is { } refusal)
                {
                    await RefuseAsync(context, refusal == StreamRefusal.Denied ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound, refusal.Message);
                    return;
                }

                await ServerSentEvents.SendAsync(context, client, time);
            }
            finally
            {
                client.Close();
            }
        }
    }

    private async Task<StreamCaller?> AuthenticateAsync(HttpContext context, string? token)
    {
        var request = context.Request;
        try
        {
            var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
            return await guard.AuthenticateAsync(new(headers, $"{request.Path}{request.QueryString}", token));
        }
        catch (Exception exception)
        {
            LogNotAuthenticated(exception);
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Authentication failed");
            return null;
        }
    }

    // A browser can't set headers on a WebSocket, so that the token comes as a subprotocol, ["Authorization", token], or in the query.
    private static string? TokenIn(IList<string> protocols, HttpRequest request) =>
        protocols is ["Authorization", var token, ..] ? token
        : request.Query.TryGetValue("authToken", out var given) && !StringValues.IsNullOrEmpty(given) ? given[0]
        : null;

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new ControlError(message));
    }

    [LoggerMessage(1, LogLevel.Information, "A connection to the streams was refused by the project's authenticator.")]
    private partial void LogNotAuthenticated(Exception exception);
}
