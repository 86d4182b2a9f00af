namespace Motia.Silo.Compilation;

/// <summary>A folder in which something may change.</summary>
/// <param name="Path">The folder.</param>
/// <param name="IsDeep">Whether the folders in it belong to it.</param>
internal sealed record WatchedFolder(string Path, bool IsDeep);
