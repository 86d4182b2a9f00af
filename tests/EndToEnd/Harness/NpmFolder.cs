using System.Diagnostics;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A folder with the real npm clients in it, installed once for the tests that use them.</summary>
public sealed class NpmFolder : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public string Root { get; } = Directory.CreateTempSubdirectory("motia-npm-").FullName;

    public async Task InitializeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Streams", "Npm")))
        {
            File.Copy(file, Path.Combine(Root, Path.GetFileName(file)));
        }

        var start = new ProcessStartInfo("npm") { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "install", "--no-audit", "--no-fund", "--no-package-lock" })
        {
            start.ArgumentList.Add(argument);
        }

        using var npm = Process.Start(start)!;
        var (output, error) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync().WaitAsync(Patience);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm install ended with {npm.ExitCode}: {await output} {await error}");
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }
}
