namespace Motia.Silo.Compilation;

/// <summary>A folder of a steps directory that this process may not list.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Reason">What the system says.</param>
internal sealed record UnreadableFolder(string Path, string Reason);
