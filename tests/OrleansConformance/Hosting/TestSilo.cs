using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.Streams;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>A silo in the test's process, on whichever runtime the tests are compiled against.</summary>
public sealed partial class TestSilo : IAsyncDisposable
{
    /// <summary>The storage provider of the runtime under test.</summary>
    public const string Records = "records";

    /// <summary>A storage provider whose operations fail when a test says so.</summary>
    public const string Faulty = "faulty";

    /// <summary>The name of a tiny stream provider.</summary>
    public const string Topics = "topics";

    private readonly IHost _host;

    private TestSilo(IHost host) => _host = host;

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public IServiceProvider Services => _host.Services;

    public static async Task<TestSilo> StartAsync(TestSiloOptions? options = null)
    {
        options ??= new();
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddScoped<ScopedService>();
        builder.Services.AddKeyedSingleton<IGrainStorage>(Faulty, new FaultyStorage());
        builder.Services.AddKeyedSingleton<IStreamProvider>(Topics, new TinyStreamProvider(Topics));
        builder.UseOrleans(silo =>
        {
            AddRuntime(silo, options);
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout);
            silo.Configure<GrainCollectionOptions>(collection =>
            {
                collection.CollectionQuantum = options.CollectionQuantum;
                collection.CollectionAge = options.CollectionAge;
            });
        });
        var silo = new TestSilo(builder.Build());
        await silo._host.StartAsync().Soon();
        return silo;
    }

    /// <summary>Stops the silo as a host does: its grains are deactivated.</summary>
    public Task StopAsync() => _host.StopAsync().Soon();

    /// <summary>Stops the silo as a crash would, as far as that goes in one process.</summary>
    public Task KillAsync() => _host.StopAsync(new CancellationToken(canceled: true)).Soon();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _host.Dispose();
    }
}
