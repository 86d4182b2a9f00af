using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Motia.Gateway.Control;
using Motia.Gateway.Hosting;
using Motia.Gateway.Requests;

namespace Motia;

/// <summary>Adds the gateway to a host.</summary>
public static class GatewayExtensions
{
    /// <summary>Registers what the gateway needs, except what reaches into the silo: an <c>ICatalogSource</c>, an <c>IGrainReporter</c> and an <c>IEventEmitter</c>.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddMotiaGateway(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CorsHeaders>();
        services.AddSingleton<ControlAccess>();
        services.AddSingleton<StepDispatcher>();
        services.AddHealthChecks();
        return services;
    }

    /// <summary>Serves the routes of the steps and the control surface. The host's own endpoints come first.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapMotia(this WebApplication app)
    {
        app.UseMiddleware<GatewayMiddleware>();
        ControlSurface.Map(app);
        return app;
    }
}
