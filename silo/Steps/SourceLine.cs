namespace Motia.Silo.Steps;

/// <summary>A place in a source file.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="Line">The line, from 1.</param>
internal readonly record struct SourceLine(string File, int Line);
