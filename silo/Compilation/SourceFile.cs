namespace Motia.Silo.Compilation;

/// <summary>One C# file of a steps directory, as it was read.</summary>
/// <param name="RelativePath">From the steps directory, with forward slashes.</param>
/// <param name="FullPath">Where it is; what the debug information names.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record SourceFile(string RelativePath, string FullPath, byte[] Content)
{
    public bool IsStep => IsStepFile(RelativePath);

    public static bool IsStepFile(string path) =>
        path.EndsWith(".step.cs", StringComparison.Ordinal) || path.EndsWith("_step.cs", StringComparison.Ordinal);
}
