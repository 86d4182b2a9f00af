using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Motia.Silo.Hosting;

/// <summary>A server that waits for its requests only as long as what runs may take; by itself it waits as long as the host, and leaves nothing to what stops after it.</summary>
internal sealed class LimitedServer(IServer server, ShutdownLimit limit) : IServer
{
    public IFeatureCollection Features => server.Features;

    /// <summary>Puts the limit around the server that is registered.</summary>
    public static void Wrap(IServiceCollection services)
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(IServer)) is { ImplementationType: { } type } registered)
        {
            services.Remove(registered);
            services.AddSingleton<IServer>(provider => new LimitedServer(
                (IServer)ActivatorUtilities.CreateInstance(provider, type), provider.GetRequiredService<ShutdownLimit>()));
        }
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => server.StartAsync(application, cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Reached, cancellationToken);
        await server.StopAsync(either.Token);
    }

    public void Dispose() => server.Dispose();
}
