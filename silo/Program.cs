using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Silo.CommandLine;
using Motia.Silo.Logs;

namespace Motia.Silo;

/// <summary>The product: a host that is all Motia.</summary>
/// <remarks>Written out rather than as top-level statements, which would make a public Program that hosts of one's own collide with.</remarks>
internal static class Program
{
    private static Task<int> Main(string[] args) => SiloCommand.RunAsync(args, RunAsync);

    private static async Task<int> RunAsync(SiloOptions options)
    {
        foreach (var notice in options.Notices)
        {
            await Console.Error.WriteLineAsync(notice);
        }

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = options.Environment,
            ContentRootPath = options.ProjectDirectory,

            // Watching for changed settings watches the whole project, data directory included: 11 % of the processor time of durable writes.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders();

        // A failed start is told in one line, below and in SiloCommand.
        builder.Logging.AddFilter<MotiaLoggerProvider>("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls($"http://{options.Host}:{options.Port}");
        builder.AddMotia(motia =>
        {
            motia.ProjectDirectory = options.ProjectDirectory;
            motia.DataDirectory = options.Data;
            foreach (var directory in options.Steps)
            {
                motia.AddStepsFolder(directory);
            }
        });

        // stdout carries the one line; what handlers write to the console goes to the log.
        var stdout = Console.Out;
        Console.SetOut(Console.Error);
        await using var app = builder.Build();
        app.MapMotia();
        try
        {
            await app.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw ListenCheck.InUse(options.Host, options.Port);
        }
        catch (SocketException exception)
        {
            throw ListenCheck.Unusable(options.Host, options.Port, exception);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to end before it was ready; what had started by then still stops in order.
            await app.StopAsync();
            return 0;
        }

        EditorSdk.RefreshIfUsed(options.ProjectDirectory);
        await stdout.WriteLineAsync($"Listening on {app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
