using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Motia.Gateway.Catalog;
using Motia.Gateway.Routing;
using Motia.Grains;

namespace Motia.Gateway.Requests;

/// <summary>Answers requests by calling the grain of the step whose route they match.</summary>
internal sealed partial class StepDispatcher
{
    private readonly ICatalogSource _catalog;
    private readonly IGrainFactory _grains;
    private readonly CorsHeaders _cors;
    private readonly TimeProvider _time;
    private readonly ILogger<StepDispatcher> _logger;
    private readonly long _bodyLimit;
    private volatile RouteTable _routes;

    public StepDispatcher(
        ICatalogSource catalog, IGrainFactory grains, CorsHeaders cors, TimeProvider time, IOptions<MotiaOptions> options, ILogger<StepDispatcher> logger)
    {
        (_catalog, _grains, _cors, _time, _logger) = (catalog, grains, cors, time, logger);
        _bodyLimit = options.Value.Limits.Body;
        _routes = new RouteTable([]);
        ChangeToken.OnChange(() => _catalog.Changed, LoadRoutes);
        LoadRoutes();
    }

    /// <summary>Answers a request; one that no step answers gets the preflight answer or 404.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var traceId = TraceIds.Create(_time.GetUtcNow());
        context.Response.Headers["x-trace-id"] = traceId;
        _cors.Write(context);
        var method = context.Request.Method;
        if (FindRoute(context, method, out var pathParams) is not { } route)
        {
            if (HttpMethods.IsOptions(method))
            {
                CorsHeaders.AnswerPreflight(context);
                return Task.CompletedTask;
            }

            return AnswerWriter.WriteAsync(context, GatewayErrors.NotFound);
        }

        return RequestBody.IsPresent(context)
            ? ReadAndCallAsync(context, route, pathParams, traceId)
            : CallAsync(context, route, pathParams, traceId, default);
    }

    private async Task ReadAndCallAsync(HttpContext context, Route route, ImmutableArray<string> pathParams, string traceId)
    {
        await (await RequestBody.ReadAsync(context, _bodyLimit) is { } body
            ? CallAsync(context, route, pathParams, traceId, body)
            : AnswerWriter.WriteAsync(context, GatewayErrors.TooLarge(_bodyLimit)));
    }

    private Task CallAsync(HttpContext context, Route route, ImmutableArray<string> pathParams, string traceId, ReadOnlyMemory<byte> body)
    {
        var request = context.Request;
        var call = new ApiCall(
            traceId,
            request.Method,
            request.Path.Value ?? "/",
            request.QueryString.Value ?? "",
            pathParams,
            Flatten(request.Headers),
            request.ContentType,
            body);
        var grain = route.Grain(_grains);
        var answer = grain.HandleRequest(call);
        return answer.IsCompletedSuccessfully
            ? AnswerWriter.WriteAsync(context, Known(answer.Result))
            : WaitAndWriteAsync(context, route, traceId, grain, answer);
    }

    private async Task WaitAndWriteAsync(HttpContext context, Route route, string traceId, IApiStepGrain grain, Task<ApiAnswer> answer) =>
        await AnswerWriter.WriteAsync(context, await WaitAsync(context, route, traceId, grain, answer));

    private async Task<ApiAnswer> WaitAsync(HttpContext context, Route route, string traceId, IApiStepGrain grain, Task<ApiAnswer> answer)
    {
        try
        {
            await using var cancelling = CancelWithClient(grain, context, traceId);
            return Known(await answer);
        }
        catch (TimeoutException exception)
        {
            LogSiloTimeout(exception, traceId, route.Step.Name);
            return GatewayErrors.Unavailable;
        }
        catch (Exception exception)
        {
            LogCallFailed(exception, traceId, route.Step.Name);
            return GatewayErrors.InternalError;
        }
    }

    private static ApiAnswer Known(ApiAnswer answer) => answer.Status == 0 ? GatewayErrors.NotFound : answer;

    private static CancellationTokenRegistration CancelWithClient(IApiStepGrain grain, HttpContext context, string traceId) =>
        context.RequestAborted.UnsafeRegister(
            static state =>
            {
                var (grain, traceId) = ((IApiStepGrain, string))state!;
                _ = grain.CancelRequest(traceId);
            },
            (grain, traceId));

    private Route? FindRoute(HttpContext context, string method, out ImmutableArray<string> pathParams)
    {
        var (path, isEncoded) = PathAsSent(context);
        Span<Range> room = stackalloc Range[RequestPath.Room];
        pathParams = [];
        return RequestPath.TryCut(path, isEncoded, room, out var cut) ? _routes.Find(method, cut, out pathParams) : null;
    }

    // The path as it was sent keeps %2F apart from a slash; where the server had to clean it up ("..", "http://host/…") its own reading is taken.
    private static (string Path, bool IsEncoded) PathAsSent(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var sent = query < 0 ? target : target[..query];
        return sent.Contains('%', StringComparison.Ordinal) && sent.StartsWith('/') && !HasDotSegments(sent) ? (sent, true) : (path, false);
    }

    private static bool HasDotSegments(string path) =>
        path.Contains("/./", StringComparison.Ordinal) || path.Contains("/../", StringComparison.Ordinal)
        || path.EndsWith("/.", StringComparison.Ordinal) || path.EndsWith("/..", StringComparison.Ordinal);

    private static ImmutableArray<string> Flatten(IHeaderDictionary headers)
    {
        var count = 0;
        foreach (var header in headers)
        {
            count += header.Value.Count;
        }

        if (count == 0)
        {
            return [];
        }

        var flat = new string[count * 2];
        var at = 0;
        foreach (var header in headers)
        {
            foreach (var value in header.Value)
            {
                flat[at++] = header.Key;
                flat[at++] = value ?? "";
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(flat);
    }

    private void LoadRoutes() => _routes = new RouteTable(_catalog.Current.Steps);
}
