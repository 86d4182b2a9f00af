namespace Motia.Silo.Compilation;

/// <summary>One C# file of a steps directory, as it was read.</summary>
/// <param name="RelativePath">From the steps directory, with forward slashes.</param>
/// <param name="FullPath">Where it is; what the debug information names.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record SourceFile(string RelativePath, string FullPath, byte[] Content)
{
    /// <summary>Whether its name says that a step or a stream is in it.</summary>
    public bool HasConfig => IsStepFile(RelativePath) || IsStreamFile(RelativePath);

    public static bool IsStepFile(string path) => path.EndsWith(".cs", StringComparison.Ordinal) && IsNamedAsStep(path);

    public static bool IsStreamFile(string path) => path.EndsWith(".cs", StringComparison.Ordinal) && IsNamedAsStream(path);

    /// <summary>Whether a file's name says that a step is in it, in whatever language.</summary>
    public static bool IsNamedAsStep(string path) => IsNamed(path, "step");

    /// <summary>Whether a file's name says that a stream is in it, in whatever language.</summary>
    public static bool IsNamedAsStream(string path) => IsNamed(path, "stream");

    private static bool IsNamed(string path, string kind) =>
        Path.GetFileNameWithoutExtension(path) is var name && (name.EndsWith($".{kind}", StringComparison.Ordinal) || name.EndsWith($"_{kind}", StringComparison.Ordinal));
}
