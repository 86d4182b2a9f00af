using Motia.Silo.Compilation;

namespace Motia.Silo.Runners;

/// <summary>The files of a project that runners load.</summary>
/// <param name="Directory">The project.</param>
/// <param name="Folders">Its steps directories.</param>
internal sealed record RunnerProject(string Directory, IReadOnlyList<string> Folders)
{
    // What TypeScript is compiled to, besides what SourceTree leaves out anyway.
    private const string Output = "dist";

    /// <summary>The step and stream files of a language, each once.</summary>
    public IReadOnlyList<string> StepFiles(RunnerLanguage language) =>
    [
        .. Folders.SelectMany(folder => FilesOf(folder, language).Where(file => !IsSkipped(folder, file)))
            .Where(SourceFile.IsNamedAsStepOrStream)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The project's own config; null if there is none.</summary>
    public string? ConfigFile(RunnerLanguage language) => language.ProjectConfigs.Select(name => Path.Combine(Directory, name)).FirstOrDefault(File.Exists);

    /// <summary>A file as people see it.</summary>
    public string Display(string file) => SourceTree.Relative(Directory, file);

    /// <summary>Whether a file below a folder is one that a tool made.</summary>
    public static bool IsSkipped(string folder, string file) => SourceTree.IsSkipped(folder, file) || SourceTree.Relative(folder, file).Split('/').SkipLast(1).Contains(Output, StringComparer.Ordinal);

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
