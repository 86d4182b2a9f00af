using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace Motia.Gateway.Control;

/// <summary>The two paths that are always open, and say nothing but well or unwell.</summary>
internal static class HealthEndpoints
{
    public const string Live = ControlSurface.Prefix + "/health/live";
    public const string Ready = ControlSurface.Prefix + "/health/ready";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks(Ready);
    }
}
