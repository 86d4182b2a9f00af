namespace Motia.EndToEnd.Tests.Harness;

/// <summary>What a silo wrote and how it ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">The lines of stdout.</param>
/// <param name="Error">The lines of stderr.</param>
public sealed record SiloOutput(int ExitCode, IReadOnlyList<string> Out, IReadOnlyList<string> Error)
{
    public override string ToString() => $"exit code {ExitCode}\nstdout:\n{string.Join('\n', Out)}\nstderr:\n{string.Join('\n', Error)}";
}
