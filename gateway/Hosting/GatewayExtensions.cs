using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Motia.Gateway.Control;
using Motia.Gateway.Hosting;
using Motia.Gateway.Requests;
using Motia.Gateway.Streams;

namespace Motia;

/// <summary>Adds the gateway to a host.</summary>
public static class GatewayExtensions
{
    /// <summary>Registers what the gateway needs, except what reaches into the silo: an <c>ICatalogSource</c>, an <c>IGrainReporter</c>, an <c>IEventEmitter</c> and
    /// an <c>IStreamGuard</c>.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddMotiaGateway(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CorsHeaders>();
        services.AddSingleton<ControlAccess>();
        services.AddSingleton<StepDispatcher>();
        services.AddSingleton<StreamOrigins>();
        services.AddSingleton<StreamEndpoint>();
        services.AddSingleton<StreamHub>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamHub>());
        services.AddHealthChecks();
        return services;
    }

    /// <summary>Serves the routes of the steps, the streams and the control surface. The host's own endpoints come first.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapMotia(this WebApplication app)
    {
        app.UseWebSockets();
        app.UseMiddleware<GatewayMiddleware>();
        ControlSurface.Map(app);
        return app;
    }
}
