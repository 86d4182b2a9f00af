using Motia.Bench.CommandLine;

namespace Motia.Bench.Machine;

/// <summary>A temporary directory that is gone when the benchmark ends.</summary>
internal sealed class WorkDirectory : IDisposable
{
    private static readonly string[] MemoryFormats = ["tmpfs", "ramfs"];

    private WorkDirectory(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="BenchException">The place is not writable, or keeps its files in memory.</exception>
    public static WorkDirectory Create()
    {
        var parent = System.IO.Path.GetTempPath();
        if (MemoryFormats.Contains(new DriveInfo(parent).DriveFormat))
        {
            throw new BenchException($"{parent} keeps its files in memory, so that durable writes cost nothing there; set TMPDIR to a directory on a disk.");
        }

        try
        {
            return new WorkDirectory(Directory.CreateTempSubdirectory("motia-bench-").FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchException($"{parent} can't be written: {exception.Message} Set TMPDIR to a directory that can.", exception);
        }
    }

    /// <summary>A new directory in it.</summary>
    public string Add(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
