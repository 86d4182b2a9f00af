namespace Motia.Silo.Compilation;

/// <summary>Where compiled steps are kept: below the data directory, or, for data that is kept in memory, in a temporary folder that goes when this is disposed.</summary>
internal sealed class StepCacheLocation : IDisposable
{
    private readonly bool _temporary;

    private StepCacheLocation(string path, bool temporary)
    {
        Path = path;
        _temporary = temporary;
    }

    public string Path { get; }

    /// <param name="dataDirectory">The data directory; null for <c>:memory:</c>.</param>
    public static StepCacheLocation For(string? dataDirectory) =>
        dataDirectory is null
            ? new StepCacheLocation(Directory.CreateTempSubdirectory("motia-steps-").FullName, temporary: true)
            : new StepCacheLocation(System.IO.Path.Combine(System.IO.Path.GetFullPath(dataDirectory), "cache", "steps"), temporary: false);

    public void Dispose()
    {
        if (_temporary && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
