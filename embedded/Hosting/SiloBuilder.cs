using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Motia.Embedded.Hosting;

/// <summary>Registers the silo with a host, once however often it is asked.</summary>
internal sealed class SiloBuilder : ISiloBuilder
{
    private SiloBuilder(IServiceCollection services, IConfiguration configuration)
    {
        Services = services;
        Configuration = configuration;
    }

    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    internal static SiloBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        var existing = services.FirstOrDefault(service => service.ServiceType == typeof(SiloBuilder));
        if (existing is not null)
        {
            return (SiloBuilder)existing.ImplementationInstance!;
        }

        var builder = new SiloBuilder(services, configuration);
        services.AddSingleton(builder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddOptions();
        services.AddSingleton<Silo>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<IGrainStatistics>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>().Client);
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().Client);
        return builder;
    }
}
