namespace Motia.Silo.Compilation;

/// <summary>One C# file of a steps directory, as it was read.</summary>
/// <param name="RelativePath">From the steps directory, with forward slashes.</param>
/// <param name="FullPath">Where it is; what the debug information names.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record SourceFile(string RelativePath, string FullPath, byte[] Content)
{
    /// <summary>Whether its name says that a step or a stream is in it.</summary>
    public bool HasConfig => IsStepFile(RelativePath) || IsStreamFile(RelativePath);

    public static bool IsStepFile(string path) =>
        path.EndsWith(".step.cs", StringComparison.Ordinal) || path.EndsWith("_step.cs", StringComparison.Ordinal);

    public static bool IsStreamFile(string path) =>
        path.EndsWith(".stream.cs", StringComparison.Ordinal) || path.EndsWith("_stream.cs", StringComparison.Ordinal);
}
