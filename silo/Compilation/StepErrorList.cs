using Motia.Grains;

namespace Motia.Silo.Compilation;

/// <summary>Collects the errors of one build: each once, at most 20 a file, by file and line.</summary>
internal sealed class StepErrorList(string directory, string projectDirectory)
{
    private const int PerFile = 20;

    private readonly HashSet<StepError> _errors = [];

    public IReadOnlyList<StepError> All =>
        _errors.GroupBy(error => error.File)
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .SelectMany(file => file.OrderBy(error => error.Line).Take(PerFile))
            .ToList();

    /// <summary>A path as people see it: relative to the project, with forward slashes; the folder's name for the project directory itself.</summary>
    public static string Display(string projectDirectory, string path) =>
        SourceTree.Relative(projectDirectory, path) is var relative && relative != "." ? relative : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    public void Add(string path, int? line, string message) => _errors.Add(new StepError(Display(projectDirectory, path), line, message));

    /// <summary>An error of a tool that ran in <paramref name="relativeTo"/>. Without a file, or with one that is none (<c>MSBUILD</c>), it is the directory's.</summary>
    public void Add(CompilerDiagnostic diagnostic, string relativeTo)
    {
        var path = diagnostic.File is null ? null : Path.GetFullPath(Path.Combine(relativeTo, diagnostic.File));
        Add(File.Exists(path) ? path : directory, File.Exists(path) ? diagnostic.Line : null, diagnostic.Message);
    }
}
