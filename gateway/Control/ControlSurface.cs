using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Motia.Gateway.Control;

/// <summary>Everything under <c>/__motia</c>.</summary>
internal static class ControlSurface
{
    public const string Prefix = "/__motia";

    public static void Map(IEndpointRouteBuilder routes)
    {
        HealthEndpoints.Map(routes);
        var control = routes.MapGroup(Prefix);
        control.AddEndpointFilter(AnswerErrors);
        StatusPage.Map(control);
        LoginEndpoints.Map(control);
        CatalogEndpoints.Map(control);
        LogEndpoints.Map(control);
        StateEndpoints.Map(control);
        StreamEndpoints.Map(control);
        QueueEndpoints.Map(control);
        DeadLetterEndpoints.Map(control);
        CronEndpoints.Map(control);
        TraceEndpoints.Map(control);
        FlowEndpoints.Map(control);
        GrainEndpoints.Map(control);
        control.MapFallback(() => TypedResults.NotFound(new ControlError("Not found")));
    }

    private static async ValueTask<object?> AnswerErrors(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (ControlException exception)
        {
            return TypedResults.Json(new ControlError(exception.Message), statusCode: exception.Status);
        }
    }
}
