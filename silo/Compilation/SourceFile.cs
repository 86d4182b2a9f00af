namespace Motia.Silo.Compilation;

/// <summary>One C# file of a steps directory, as it was read.</summary>
/// <param name="RelativePath">From the steps directory, with forward slashes.</param>
/// <param name="FullPath">Where it is; what the debug information names.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record SourceFile(string RelativePath, string FullPath, byte[] Content)
{
    /// <summary>Whether its name says that a step or a stream is in it.</summary>
    public bool HasConfig => IsCSharp(RelativePath) && IsNamedAsStepOrStream(RelativePath);

    public static bool IsStepFile(string path) => IsCSharp(path) && IsNamedAsStep(path);

    public static bool IsStreamFile(string path) => IsCSharp(path) && IsNamedAsStream(path);

    /// <summary>Whether a file's name says that a step is in it, in whatever language.</summary>
    public static bool IsNamedAsStep(string path) => IsNamed(path, "step");

    /// <summary>Whether a file's name says that a stream is in it, in whatever language.</summary>
    public static bool IsNamedAsStream(string path) => IsNamed(path, "stream");

    /// <summary>Whether a file's name says that a step or a stream is in it, in whatever language.</summary>
    public static bool IsNamedAsStepOrStream(string path) => IsNamedAsStep(path) || IsNamedAsStream(path);

    private static bool IsCSharp(string path) => path.EndsWith(".cs", StringComparison.Ordinal);

    private static bool IsNamed(string path, string kind) =>
        Path.GetFileNameWithoutExtension(path) is var name && (name.EndsWith($".{kind}", StringComparison.Ordinal) || name.EndsWith($"_{kind}", StringComparison.Ordinal));
}
