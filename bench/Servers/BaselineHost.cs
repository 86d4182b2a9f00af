using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Bench.CommandLine;

namespace Motia.Bench.Servers;

/// <summary>Serves the baselines, on a host set up as the silo sets up its own.</summary>
internal static class BaselineHost
{
    /// <summary>A request delegate on Kestrel and nothing else.</summary>
    public const string Raw = "raw";

    /// <summary>Minimal API endpoints.</summary>
    public const string Minimal = "minimal";

    /// <summary>Broadcasts to WebSockets.</summary>
    public const string Broadcast = "broadcast";

    /// <summary>Serves a baseline until the process is told to stop.</summary>
    public static async Task ServeAsync(string kind)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        switch (kind)
        {
            case Raw:
                app.Run(RawEndpoints.AnswerAsync);
                break;
            case Minimal:
                MinimalEndpoints.Map(app);
                break;
            case Broadcast:
                BroadcastEndpoints.Map(app);
                break;
            default:
                throw new BenchException($"There is no baseline \"{kind}\"; there are {Raw}, {Minimal} and {Broadcast}.");
        }

        await app.StartAsync();
        Console.WriteLine($"Listening on {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}");
        await app.WaitForShutdownAsync();
    }
}
