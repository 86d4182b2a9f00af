using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Motia.Silo.CommandLine;

/// <summary>The command line: <c>[--port N] [--host H] [--steps DIR]… [--data DIR] [--environment NAME]</c> and <c>new DIR</c>.</summary>
internal static class SiloCommand
{
    private const string DefaultEnvironment = "Development";

    /// <summary>Runs what the arguments say.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="run">Runs the silo and answers the exit code.</param>
    public static async Task<int> RunAsync(string[] args, Func<SiloOptions, Task<int>> run)
    {
        var command = Build(run);
        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{string.Join(" ", parsed.Errors.Select(error => error.Message))} See --help.");
            return 1;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,

                // The host handles SIGTERM and SIGINT itself, and lets requests finish.
                ProcessTerminationTimeout = null,
            });
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static RootCommand Build(Func<SiloOptions, Task<int>> run)
    {
        var port = new Option<string>("--port") { Description = "The port; 0 picks a free one.", DefaultValueFactory = _ => "3000" };
        var host = new Option<string>("--host") { Description = "The address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var steps = new Option<string[]>("--steps")
        {
            Description = "A directory with steps; may be given more than once. Without it: steps/ and src/ of the current directory, or else the sample application.",
        };
        var data = new Option<string>("--data") { Description = "The directory that keeps the data (.motia of the project if not given); :memory: keeps nothing." };
        var environment = new Option<string>("--environment") { Description = "Development (the default) or Production." };
        var command = new RootCommand("Runs Motia steps on Orleans.") { port, host, steps, data, environment };
        command.SetAction((parsed, _) => run(Resolve(
            parsed.GetValue(port)!, parsed.GetValue(host)!, parsed.GetValue(steps) ?? [], parsed.GetValue(data), parsed.GetValue(environment))));

        var directory = new Argument<string?>("DIR") { Description = "The new project's directory.", Arity = ArgumentArity.ZeroOrOne };
        var create = new Command("new", "Writes a first project.") { directory };
        create.SetAction((parsed, _) => NewProject.WriteAsync(
            parsed.GetValue(directory) ?? throw new StartupException("\"new\" needs the new project's directory: new DIR."), Console.Error));
        command.Subcommands.Add(create);
        return command;
    }

    private static SiloOptions Resolve(string port, string host, string[] steps, string? data, string? environment)
    {
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 65535)
        {
            throw new StartupException($"--port is \"{port}\"; it must be a number from 0 to 65535 (0 picks a free one).");
        }

        if (host != "localhost" && !IPAddress.TryParse(host, out _))
        {
            throw new StartupException($"--host is \"{host}\"; it must be an IP address such as 127.0.0.1 or 0.0.0.0, or localhost.");
        }

        var directories = steps.Length > 0 ? [.. steps.Select(directory => Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)))] : StepDirectories.Default();
        foreach (var directory in directories)
        {
            StepDirectories.Demand(directory);
        }

        ListenCheck.Demand(host, number);
        var project = Path.GetDirectoryName(directories[0]) ?? directories[0];
        var name = environment ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? DefaultEnvironment;
        return new SiloOptions(
            number,

            // The server can't pick one free port for both of localhost's addresses.
            host == "localhost" && number == 0 ? "127.0.0.1" : host,
            directories,
            data == SiloOptions.InMemory ? data : Path.GetFullPath(data ?? Path.Combine(project, ".motia")),
            project,
            name,
            [.. steps.Length > 0 ? directories.Select(StepDirectories.LikelyMeant).OfType<string>() : StepDirectories.SampleNotice(directories, name)]);
    }
}
