namespace Motia.Silo.CommandLine;

/// <summary>The command that runs a project, to be pasted into a shell in any directory.</summary>
internal static class RunLine
{
    private static readonly string PlainSigns = OperatingSystem.IsWindows() ? "-_./\\:" : "-_./";

    /// <summary>The command for a steps directory.</summary>
    /// <param name="stepsDirectory">Its full path.</param>
    public static string For(string stepsDirectory) =>
        string.Join(' ', [.. Silo().Select(Quote), "--steps", Quote(stepsDirectory)]);

    // From a clone it is built before it runs, as the documentation has it; elsewhere it is the program that runs now.
    private static string[] Silo()
    {
        if (StepDirectories.SampleDirectory is { } sample && Path.Combine(Path.GetDirectoryName(sample)!, "silo") is var project
            && File.Exists(Path.Combine(project, "Motia.Silo.csproj")))
        {
            return ["dotnet", "run", "--project", project, "--"];
        }

        var program = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(RunLine).Assembly.Location] : [program];
    }

    private static string Quote(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || PlainSigns.Contains(c, StringComparison.Ordinal)) ? word
        : OperatingSystem.IsWindows() ? $"\"{word}\""
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
