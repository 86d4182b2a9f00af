namespace Motia.Docs.Tests;

/// <summary>A project directory that is gone after the test.</summary>
internal sealed class TemporaryProject : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("motia-docs-").FullName;

    public string Steps => Path.Combine(Directory, "steps");

    public void Write(string path, string text)
    {
        var file = Path.Combine(Directory, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
