namespace Motia.Silo.Compilation;

/// <summary>One C# file of a steps directory, as it was read.</summary>
/// <param name="RelativePath">From the steps directory, with forward slashes.</param>
/// <param name="FullPath">Where it is; what the debug information names.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record SourceFile(string RelativePath, string FullPath, byte[] Content)
{
    public bool IsStep => IsStepFile(RelativePath);

    public static bool IsStepFile(string path) => path.EndsWith(".cs", StringComparison.Ordinal) && IsNamedAsStep(path);

    /// <summary>Whether a file's name says that a step is in it, in whatever language.</summary>
    public static bool IsNamedAsStep(string path) =>
        Path.GetFileNameWithoutExtension(path) is var name && (name.EndsWith(".step", StringComparison.Ordinal) || name.EndsWith("_step", StringComparison.Ordinal));
}
