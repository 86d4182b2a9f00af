using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia;
using Motia.Silo.CommandLine;

return await SiloCommand.RunAsync(args, RunAsync);

static async Task<int> RunAsync(SiloOptions options)
{
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        EnvironmentName = options.Environment,
        ContentRootPath = options.ProjectDirectory,
    });
    builder.Logging.ClearProviders();
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    builder.WebHost.UseUrls($"http://{options.Host}:{options.Port}");
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
    builder.AddMotia(motia =>
    {
        motia.ProjectDirectory = options.ProjectDirectory;
        motia.DataDirectory = options.Data;
        foreach (var directory in options.Steps)
        {
            motia.AddStepsFolder(directory);
        }
    });

    await using var app = builder.Build();
    app.MapMotia();
    try
    {
        await app.StartAsync();
    }
    catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
    {
        throw new StartupException($"Port {options.Port} on {options.Host} is in use; stop what uses it, or choose another with --port (0 picks a free one).");
    }
    catch (SocketException exception)
    {
        throw new StartupException($"The silo can't listen on {options.Host}:{options.Port}: {exception.Message}.");
    }

    var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    Console.WriteLine($"Listening on {address}");
    await app.WaitForShutdownAsync();
    return 0;
}
