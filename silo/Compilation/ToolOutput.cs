namespace Motia.Silo.Compilation;

/// <summary>How a tool's process ended and what it printed.</summary>
internal sealed record ToolOutput(int ExitCode, string Output, string Error);
