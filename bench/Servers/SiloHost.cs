using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Silo.State;
using Motia.Silo.Topics;

namespace Motia.Bench.Servers;

/// <summary>The product in this process, with its data in a directory.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SiloHost(WebApplication app) => _app = app;

    /// <summary>State, as handlers have it.</summary>
    public IState State => new GrainState(_app.Services.GetRequiredService<IGrainFactory>());

    /// <summary>What emits events.</summary>
    public EventEmitter Emitter => _app.Services.GetRequiredService<EventEmitter>();

    public static async Task<SiloHost> StartAsync(string data, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ContentRootPath = data,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddMotia(motia =>
        {
            motia.DataDirectory = data;
            motia.AddSteps(typeof(SiloHost).Assembly);
        });
        var app = builder.Build();
        app.MapMotia();
        await app.StartAsync(stop);
        return new SiloHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
