using Motia.Silo.Compilation;

namespace Motia.Silo.Runners;

/// <summary>The files of a project that runners load.</summary>
/// <param name="Directory">The project.</param>
/// <param name="Folders">Its steps directories.</param>
internal sealed record RunnerProject(string Directory, IReadOnlyList<string> Folders)
{
    // What tools make and packages bring, besides what SourceTree leaves out anyway.
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal) { "python_modules", "dist", "__pycache__" };

    /// <summary>The step and stream files of a language, each once.</summary>
    public IReadOnlyList<string> StepFiles(RunnerLanguage language) =>
    [
        .. Folders.SelectMany(folder => FilesOf(folder, language).Where(file => !IsSkipped(folder, file)))
            .Where(file => SourceFile.IsNamedAsStep(file) || SourceFile.IsNamedAsStream(file))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The project's own config; null if there is none.</summary>
    public string? ConfigFile(RunnerLanguage language) => language.ProjectConfigs.Select(name => Path.Combine(Directory, name)).FirstOrDefault(File.Exists);

    /// <summary>A file as people see it.</summary>
    public string Display(string file) => SourceTree.Relative(Directory, file);

    private static bool IsSkipped(string folder, string file) => SourceTree.Relative(folder, file).Split('/').SkipLast(1).Any(Skipped.Contains);

    private static IReadOnlyList<string> FilesOf(string folder, RunnerLanguage language)
    {
        try
        {
            return SourceTree.Files(folder, [.. language.Extensions]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The directory is gone or may not be read: the C# side, which looks at every steps directory, says so.
            return [];
        }
    }
}
