namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A test in Chromium. Without one on the PATH, and without <see cref="Variable"/>, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Names the variable with the path of a Chromium or Chrome.</summary>
    public const string Variable = "MOTIA_TEST_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    public BrowserFactAttribute()
    {
        if (Chromium is null)
        {
            Skip = $"Install Chromium, or name one in {Variable}.";
        }
    }

    public static string? Chromium { get; } = Environment.GetEnvironmentVariable(Variable)
        ?? (from directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator) from name in Names select Path.Combine(directory, name)).FirstOrDefault(File.Exists);
}
