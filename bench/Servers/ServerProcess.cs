using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Motia.Bench.CommandLine;
using Motia.Bench.Machine;

namespace Motia.Bench.Servers;

/// <summary>A server that runs in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Ready = "Listening on ";
    private const int KeptErrorLines = 20;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly Queue<string> _errors = new();

    private ServerProcess(Process process, string name)
    {
        (_process, Name) = (process, name);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>When it was started, in the timestamps of <see cref="Stopwatch"/>.</summary>
    public long Started { get; private init; }

    /// <summary>The processor time it has used.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server and waits until it says that it listens.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="core">The processor it is kept on; null for all.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<ServerProcess> StartAsync(ServerCommand command, int? core, CancellationToken stop)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")) },
        };
        var started = Stopwatch.GetTimestamp();
        var process = core is { } only ? Cores.OnCore(only, () => Process.Start(start)!) : Process.Start(start)!;
        var server = new ServerProcess(process, command.Name) { Started = started };
        try
        {
            await server.WaitUntilReadyAsync(stop);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A line of <c>/proc/PID/status</c> that is given in kilobytes, in megabytes.</summary>
    public double Memory(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith($"{field}:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = LibC.Kill(_process.Id, LibC.Terminate);
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(StartLimit);
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
            if (line?.StartsWith(Ready, StringComparison.Ordinal) == true)
            {
                Address = new Uri(line[Ready.Length..]);
                return;
            }

            await _process.WaitForExitAsync(limit.Token);
            throw new BenchException($"{Name} ended with exit code {_process.ExitCode} before it listened. {LastErrors()}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new BenchException($"{Name} did not listen within {StartLimit.TotalSeconds} s. {LastErrors()}");
        }
    }

    private void Keep(string? line)
    {
        lock (_errors)
        {
            if (line is not null)
            {
                _errors.Enqueue(line);
                if (_errors.Count > KeptErrorLines)
                {
                    _errors.Dequeue();
                }
            }
        }
    }

    private string LastErrors()
    {
        lock (_errors)
        {
            return _errors.Count == 0 ? "It wrote no errors." : $"It wrote:\n{string.Join('\n', _errors)}";
        }
    }
}
