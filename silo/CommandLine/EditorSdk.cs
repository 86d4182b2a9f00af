namespace Motia.Silo.CommandLine;

/// <summary>Keeps a copy of Motia.Abstractions, with its documentation, in a project's data directory, so that the project's .csproj gives an editor types and completion of
/// the very version that runs.</summary>
internal static class EditorSdk
{
    private static readonly string[] Files = ["Motia.Abstractions.dll", "Motia.Abstractions.xml"];

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
        var target = Directory.CreateDirectory(Path.Combine(dataDirectory, "sdk")).FullName;
        foreach (var file in Files)
        {
            var from = new FileInfo(Path.Combine(AppContext.BaseDirectory, file));
            var to = new FileInfo(Path.Combine(target, file));
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
