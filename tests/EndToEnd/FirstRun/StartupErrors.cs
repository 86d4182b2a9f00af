using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.FirstRun;

/// <summary>The rule for a silo that can't start: exit code 1, nothing on stdout, and one clear line on stderr.</summary>
internal static class StartupErrors
{
    public static void AssertOneLine(SiloOutput output, params string[] says)
    {
        Assert.True(output.ExitCode == 1, $"{output}");
        Assert.Empty(output.Out);

        // In Development the table of routes may come first; its lines are indented. Information about a build is no error.
        var lines = output.Error.Where(line => !line.StartsWith("  ", StringComparison.Ordinal) && !line.Contains(" info ", StringComparison.Ordinal)).ToArray();
        Assert.True(lines.Length == 1, $"There should be one line on stderr: {output}");
        Assert.True(!lines[0].Contains("   at ", StringComparison.Ordinal), $"There should be no stack trace: {output}");
        Assert.All(says, words => Assert.Contains(words, lines[0], StringComparison.Ordinal));
    }
}
