using Microsoft.AspNetCore.Http;
using Motia.Gateway.Control;
using Motia.Gateway.Events;
using Motia.Gateway.Requests;
using Motia.Gateway.Streams;

namespace Motia.Gateway.Hosting;

/// <summary>Sends each request its way: guards the control surface, leaves the host's own endpoints alone, and gives the rest to the streams and the steps.</summary>
internal sealed class GatewayMiddleware(RequestDelegate next, StepDispatcher steps, ControlAccess access, IEventEmitter emitter, StreamEndpoint streams, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(ControlSurface.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers["x-trace-id"] = TraceIds.Create(time.GetUtcNow());
            return IsAlwaysOpen(context.Request.Path) || access.IsAllowed(context) ? next(context) : RefuseAsync(context);
        }

        if (context.Request.Path == EmitEndpoint.Path && HttpMethods.IsPost(context.Request.Method))
        {
            var traceId = TraceIds.Create(time.GetUtcNow());
            context.Response.Headers["x-trace-id"] = traceId;
            return access.IsAllowed(context) ? EmitEndpoint.AnswerAsync(context, emitter, traceId) : RefuseAsync(context);
        }

        return context.GetEndpoint() is not null ? next(context)
            : StreamEndpoint.Takes(context) ? streams.AnswerAsync(context)
            : steps.AnswerAsync(context);
    }

    private static bool IsAlwaysOpen(PathString path) => path == HealthEndpoints.Live || path == HealthEndpoints.Ready || path == LoginEndpoints.Path;

    private Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(LoginPage.Render(access.HasToken, wasRefused: false, access.Refusal(context)));
        }

        return context.Response.WriteAsJsonAsync(new ControlError(access.Refusal(context)));
    }
}
