using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;

namespace Motia.Silo.Runners;

/// <summary>A runner's process, whose output goes to the log line by line.</summary>
internal sealed partial class RunnerProcess : IRunnerProcess
{
    private const int KeptErrors = 20;

    private readonly Process _process;
    private readonly ILogger _logger;
    private readonly Queue<string> _errors = new();

    private RunnerProcess(Process process, ILogger logger)
    {
        (_process, _logger) = (process, logger);
        Ended = EndAsync(
            OutputLines.ReadAsync(PipeReader.Create(process.StandardOutput.BaseStream), line => LogOut(_logger, line)),
            OutputLines.ReadAsync(PipeReader.Create(process.StandardError.BaseStream), OnError));
    }

    public Task<string> Ended { get; }

    public string LastErrors
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    public static RunnerProcess Start(ProcessStartInfo start, ILogger logger)
    {
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunnerProcess(process, logger);
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself, or one that it started did.
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task<string> EndAsync(Task output, Task errors)
    {
        await _process.WaitForExitAsync();

        // What it wrote last may say why it ended; what it started and left behind may hold its output open.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(TimeSpan.FromSeconds(1)));
        return _process.ExitCode > 128 && !OperatingSystem.IsWindows() ? $"signal {_process.ExitCode - 128}" : $"exit code {_process.ExitCode}";
    }

    private void OnError(string line)
    {
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > KeptErrors)
            {
                _errors.Dequeue();
            }
        }

        LogError(_logger, line);
    }

    [LoggerMessage(1, LogLevel.Information, "{Line}")]
    private static partial void LogOut(ILogger logger, string line);

    [LoggerMessage(2, LogLevel.Warning, "{Line}")]
    private static partial void LogError(ILogger logger, string line);
}
