namespace Motia.Silo.CommandLine;

/// <summary>Writes a first project from the files that are embedded in this assembly.</summary>
internal static class NewProject
{
    private const string Prefix = "NewProject/";

    /// <summary>Writes the project.</summary>
    /// <param name="path">Its directory; made if it is not there, and must be empty if it is.</param>
    /// <param name="output">Where the next commands are told.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">The directory is not empty or can't be written.</exception>
    public static async Task<int> WriteAsync(string path, TextWriter output)
    {
        var directory = Path.GetFullPath(path);
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            throw new StartupException($"{directory} is there already and is not an empty directory; name a new one.");
        }

        try
        {
            var name = NameOf(directory);
            var assembly = typeof(NewProject).Assembly;
            foreach (var resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal)))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                var file = Path.Combine(directory, resource[Prefix.Length..].Replace("PROJECT", name, StringComparison.Ordinal));
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, (await reader.ReadToEndAsync()).Replace("PROJECT", name, StringComparison.Ordinal));
            }

            EditorSdk.Refresh(Path.Combine(directory, ".motia"));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new StartupException($"{directory} can't be written: {exception.Message}");
        }

        await output.WriteLineAsync($"Wrote {directory}. Run it with:");
        await output.WriteLineAsync(RunLine.For(Path.Combine(directory, "steps")));
        return 0;
    }

    // A .csproj needs a name that is also a namespace; what can't be in one parts words.
    private static string NameOf(string directory)
    {
        var plain = Path.GetFileName(directory).Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : ' ').ToArray();
        var name = string.Concat(new string(plain).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "Project" + name : name;
    }
}
