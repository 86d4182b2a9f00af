using System.Diagnostics;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A folder with the real npm clients in it, installed once for the tests that use them.</summary>
public sealed class NpmFolder : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The client for browsers as a script of a page.</summary>
    public string PageScript => Path.Combine(Root, "page.js");

    public string Root { get; } = Directory.CreateTempSubdirectory("motia-npm-").FullName;

    public async Task InitializeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Streams", "Npm")))
        {
            File.Copy(file, Path.Combine(Root, Path.GetFileName(file)));
        }

        await NpmAsync("install", "--no-audit", "--no-fund", "--no-package-lock");
        await NpmAsync("run", "bundle");
    }

    private async Task NpmAsync(params string[] arguments)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync().WaitAsync(Patience);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm {arguments[0]} ended with {npm.ExitCode}: {await output} {await error}");
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }
}
