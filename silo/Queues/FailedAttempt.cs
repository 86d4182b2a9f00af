namespace Motia.Silo.Queues;

/// <summary>An attempt that failed.</summary>
/// <param name="Time">When it ended, UTC.</param>
/// <param name="Error">What it failed with, at most 8 KB.</param>
internal sealed record FailedAttempt(DateTime Time, string Error)
{
    private const int LongestError = 8 * 1024;

    public static FailedAttempt Of(DateTime time, string error) => new(time, error.Length <= LongestError ? error : error[..LongestError] + "…");
}
