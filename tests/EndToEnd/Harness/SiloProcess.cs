using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>The silo, run as a process the way a person runs it.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private const string Ready = "Listening on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly string Silo = typeof(SiloProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Silo").Value!;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _out = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _http;

    private SiloProcess(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public Uri Address => _listening.Task.Result;

    /// <summary>A client for its address that follows no redirects and keeps no cookies.</summary>
    public HttpClient Http => _http ??= new HttpClient(NewHandler()) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };

    public IReadOnlyList<string> Out => [.. _out];

    public IReadOnlyList<string> Error => [.. _error];

    public int Id => _process.Id;

    /// <summary>Starts a silo with a project's steps and waits until it listens.</summary>
    public static Task<SiloProcess> StartAsync(ProjectFolder project, params string[] arguments) =>
        StartInAsync(project.Root, ["--steps", project.Steps, .. arguments]);

    /// <summary>Starts a silo and waits until it listens. Without a port of its own it takes a free one. A launcher is a command that becomes the one that follows it.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not listen in time.</exception>
    public static async Task<SiloProcess> StartInAsync(
        string workingDirectory, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? launcher = null)
    {
        var silo = Launch(workingDirectory, WithPort(arguments), environment, launcher ?? []);
        try
        {
            var ended = silo._process.WaitForExitAsync();
            await Task.WhenAny(silo._listening.Task, ended).WaitAsync(StartLimit);
            if (!silo._listening.Task.IsCompleted)
            {
                throw new InvalidOperationException($"The silo did not start: {await silo.EndAsync()}");
            }

            return silo;
        }
        catch (TimeoutException)
        {
            await silo.DisposeAsync();
            throw new InvalidOperationException($"The silo did not listen within {StartLimit.TotalSeconds} s: {string.Join('\n', silo.Error)}");
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the silo with arguments that it should end by itself for.</summary>
    public static async Task<SiloOutput> RunAsync(
        IReadOnlyList<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var silo = Launch(workingDirectory ?? Path.GetTempPath(), arguments.Contains("--steps") ? WithPort(arguments) : arguments, environment, []);
        var ended = silo.EndAsync();
        if (await Task.WhenAny(ended, silo._listening.Task).WaitAsync(StartLimit) != ended)
        {
            throw new InvalidOperationException($"The silo should have refused to start and exited, but it listens on {silo.Address}. stderr:\n{string.Join('\n', silo.Error)}");
        }

        return await ended;
    }

    /// <summary>A client of its own for this silo, with headers or cookies of its own.</summary>
    public HttpClient NewClient() => new(NewHandler()) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>SIGTERM; answers what it wrote and its exit code.</summary>
    public async Task<SiloOutput> StopAsync()
    {
        Signals.SendTerminate(_process.Id);
        return await EndAsync();
    }

    /// <summary>Asks it to end and does not wait.</summary>
    public void SendTerminate() => Signals.SendTerminate(_process.Id);

    /// <summary>Whether it takes no connections any more.</summary>
    public async Task<bool> RefusesAsync()
    {
        try
        {
            using var client = NewClient();
            using var response = await client.GetAsync(new Uri("/none", UriKind.Relative));
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    /// <summary>Waits until a line on stderr has a text; answers the first that has it.</summary>
    public async Task<string> SaysAsync(string text)
    {
        return (await Eventually.Finds(() => Error, lines => lines.Any(HasText))).First(HasText);

        bool HasText(string line) => line.Contains(text, StringComparison.Ordinal);
    }

    /// <summary>Waits until it ended.</summary>
    public async Task<SiloOutput> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(StartLimit);
        return new SiloOutput(_process.ExitCode, Out, Error);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static IReadOnlyList<string> WithPort(IReadOnlyList<string> arguments) => arguments.Contains("--port") ? arguments : ["--port", "0", .. arguments];

    private static SocketsHttpHandler NewHandler() => new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 512 };

    private static SiloProcess Launch(string workingDirectory, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, IReadOnlyList<string> launcher)
    {
        string[] command = [.. launcher, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Silo, .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // What the test runner set for itself is not what a person's shell has.
        foreach (var name in start.Environment.Keys.Where(IsTheRunners).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var silo = new SiloProcess(process);
        process.OutputDataReceived += (_, line) => silo.OnOut(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                silo._error.Enqueue(line.Data);
            }
        };
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return silo;
    }

    private static bool IsTheRunners(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Motia__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST_", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT";

    private void OnOut(string? line)
    {
        if (line is null)
        {
            return;
        }

        _out.Enqueue(line);
        if (line.StartsWith(Ready, StringComparison.Ordinal))
        {
            _listening.TrySetResult(new Uri(line[Ready.Length..]));
        }
    }
}
