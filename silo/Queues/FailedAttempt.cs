namespace Motia.Silo.Queues;

/// <summary>An attempt that failed.</summary>
/// <param name="Time">When it ended, UTC.</param>
/// <param name="Error">What it failed with, at most 8 KB.</param>
internal sealed record FailedAttempt(DateTime Time, string Error)
{
    private const int LongestError = 8 * 1024;
    private const int LongestLine = 256;

    public static FailedAttempt Of(DateTime time, string error) => new(time, Cut(error, LongestError));

    /// <summary>The same, told by its first line.</summary>
    public FailedAttempt Shorten() => this with { Error = Cut(Error.Split('\n')[0], LongestLine) };

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest] + "…";
}
