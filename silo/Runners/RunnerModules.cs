namespace Motia.Silo.Runners;

/// <summary>What runners have loaded of a project: its own files, wherever they are.</summary>
internal sealed class RunnerModules
{
    private readonly HashSet<string> _files;
    private readonly HashSet<string> _directories;

    /// <summary>Takes what runners told.</summary>
    /// <param name="files">Full paths of files that were loaded, or looked for in vain: then it may lack its extension, or be meant as a folder.</param>
    /// <param name="began">When the first of them may have been read.</param>
    public RunnerModules(IEnumerable<string> files, DateTime began)
    {
        _files = files.Where(Path.IsPathFullyQualified).ToHashSet(StringComparer.Ordinal);
        _directories = _files.Select(Path.GetDirectoryName).OfType<string>().Concat(_files.Where(file => !Path.HasExtension(file))).ToHashSet(StringComparer.Ordinal);
        Began = began;
    }

    public static RunnerModules None { get; } = new([], DateTime.MinValue);

    public DateTime Began { get; }

    public IReadOnlyCollection<string> Files => _files;

    /// <summary>The folders that they are or would be in. One that handlers import later is most likely there too.</summary>
    public IReadOnlyCollection<string> Directories => _directories;

    public bool Has(string file) => _files.Contains(file);

    public bool IsBeside(string file) => _directories.Contains(Path.GetDirectoryName(file)!);
}
