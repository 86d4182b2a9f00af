using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Motia.Silo.Compilation;

/// <summary>Finds the newest SDK that compiles C# 14, in the first of the given installations that has one; when none has, the host command is asked with
/// <c>--list-sdks</c>.</summary>
internal sealed class DotnetSdkLocator(ToolProcess process, IReadOnlyList<string> roots, string hostCommand = "dotnet")
{
    private const int FirstMajor = 10;

    /// <summary>What to tell when there is none.</summary>
    public string NotFound =>
        $"no .NET SDK {FirstMajor} or newer was found, and C# files in a steps folder are compiled with it (looked for sdk/{FirstMajor}.*/Roslyn/bincore/csc.dll in "
        + $"{string.Join(", ", roots)}, and asked `{hostCommand} --list-sdks`). Install the .NET SDK, or compile the steps with a project of their own and "
        + "give its assembly to AddMotia(o => o.AddSteps(assembly)).";

    /// <summary>The installations of the host that runs this process.</summary>
    public static IReadOnlyList<string> HostRoots() =>
        new[]
        {
            Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")),
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
        }
        .Where(root => !string.IsNullOrEmpty(root))
        .Select(root => Path.TrimEndingDirectorySeparator(Path.GetFullPath(root!)))
        .Distinct(StringComparer.Ordinal)
        .ToList();

    public async Task<DotnetSdk?> FindAsync(CancellationToken cancellationToken) =>
        roots.Select(NewestIn).FirstOrDefault(sdk => sdk is not null)
        ?? (await ListedRootsAsync(cancellationToken)).Select(NewestIn).FirstOrDefault(sdk => sdk is not null);

    private static DotnetSdk? NewestIn(string root)
    {
        var sdks = new DirectoryInfo(Path.Combine(root, "sdk"));
        return !sdks.Exists
            ? null
            : sdks.EnumerateDirectories()
                .Select(folder => (Sdk: new DotnetSdk(root, folder.Name), Order: OrderOf(folder.Name)))
                .Where(found => found.Order.Version?.Major >= FirstMajor && File.Exists(found.Sdk.Compiler))
                .OrderByDescending(found => found.Order)
                .Select(found => found.Sdk)
                .FirstOrDefault();
    }

    // A preview (11.0.100-preview.1) comes before its release.
    private static (Version? Version, bool IsRelease) OrderOf(string name)
    {
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        return (Version.TryParse(dash < 0 ? name : name[..dash], out var version) ? version : null, dash < 0);
    }

    // A line reads: 10.0.401 [/usr/share/dotnet/sdk]
    private async Task<IReadOnlyList<string>> ListedRootsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var listed = await process.RunAsync(
                ToolProcess.Prepare(hostCommand, Environment.CurrentDirectory, ["--list-sdks"]), cancellationToken);
            return listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.IndexOf('[', StringComparison.Ordinal) is var at and > 0 ? Path.GetDirectoryName(line[(at + 1)..].TrimEnd(']')) : null)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .ToList();
        }
        catch (Win32Exception)
        {
            // There is no such command; the caller tells what was looked for.
            return [];
        }
    }
}
