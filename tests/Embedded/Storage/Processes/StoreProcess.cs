using System.Diagnostics;

namespace Motia.Embedded.Tests.Storage.Processes;

/// <summary>This assembly's <see cref="Program"/> in a process of its own, which tests may kill.</summary>
internal sealed class StoreProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private StoreProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static StoreProcess Start(string scenario, params string[] arguments) =>
        Start(scenario, new Dictionary<string, string>(), arguments);

    public static StoreProcess Start(string scenario, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            ArgumentList = { "exec", typeof(Program).Assembly.Location, scenario },
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new StoreProcess(Process.Start(start)!);
    }

    /// <summary>The next line; null at the end.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>All lines of a scenario that ends by itself.</summary>
    public async Task<string[]> ReadToEndAsync()
    {
        string text = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>SIGKILL: nothing in the process is told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
