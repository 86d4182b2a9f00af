using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Motia.Silo.CommandLine;

/// <summary>Keeps a copy of Motia.Abstractions, its documentation and what it refers to, in a project's data directory, so that the project's .csproj gives an editor types and completion of
/// the very version that runs.</summary>
internal static class EditorSdk
{
    private static readonly string Abstractions = typeof(ApiStep).Assembly.Location;

    // What a step's signature can name, and the documentation of Motia's own part.
    private static readonly string[] Files =
    [
        Abstractions,
        Path.ChangeExtension(Abstractions, ".xml"),
        typeof(ILogger).Assembly.Location,
        typeof(IServiceCollection).Assembly.Location,
        typeof(StringValues).Assembly.Location,
    ];

    /// <summary>Copies what is missing or older, if a .csproj of the project refers to it.</summary>
    /// <param name="projectDirectory">The project.</param>
    public static void RefreshIfUsed(string projectDirectory)
    {
        if (Directory.EnumerateFiles(projectDirectory, "*.csproj").Any(project => File.ReadAllText(project).Contains(".motia/sdk/", StringComparison.Ordinal)))
        {
            Refresh(Path.Combine(projectDirectory, ".motia"));
        }
    }

    /// <summary>Copies what is missing or older.</summary>
    public static void Refresh(string dataDirectory)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(dataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var target = Directory.CreateDirectory(Path.Combine(dataDirectory, "sdk")).FullName;
        foreach (var file in Files)
        {
            var from = new FileInfo(file);
            var to = new FileInfo(Path.Combine(target, Path.GetFileName(file)));
            if (from.Exists && (!to.Exists || to.LastWriteTimeUtc != from.LastWriteTimeUtc || to.Length != from.Length))
            {
                // By renaming, so that an editor never maps half a file.
                var temporary = to.FullName + ".new";
                from.CopyTo(temporary, overwrite: true);
                File.Move(temporary, to.FullName, overwrite: true);
            }
        }
    }
}
