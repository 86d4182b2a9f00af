using System.Diagnostics;
using Motia.Silo.Processes;

namespace Motia.Silo.Compilation;

/// <summary>Runs the SDK's tools as child processes.</summary>
internal sealed class ToolProcess
{
    private int _started;

    /// <summary>How many processes were started.</summary>
    public int Started => Volatile.Read(ref _started);

    public static ProcessStartInfo Prepare(string fileName, string workingDirectory, IEnumerable<string> arguments)
    {
        var start = ChildProcess.Prepare(fileName, workingDirectory, arguments);

        // One short run: server GC would reserve a heap for every core. Messages are parsed, so they must be the English ones.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en-US";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }

    /// <summary>Runs to the end; a cancelled run kills the process and what it started.</summary>
    public async Task<ToolOutput> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = start };
        process.Start();
        Interlocked.Increment(ref _started);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await Task.WhenAll(output, error);
            await process.WaitForExitAsync(cancellationToken);

            // Ctrl+C ends the tool as well; how it ended then says nothing.
            cancellationToken.ThrowIfCancellationRequested();
            return new ToolOutput(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
