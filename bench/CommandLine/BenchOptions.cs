namespace Motia.Bench.CommandLine;

/// <summary>What the command line says.</summary>
/// <param name="Quick">Whether everything is measured briefly, to see that it works; the figures then mean little.</param>
/// <param name="Json">Whether the last line of the output is the figures as one JSON object.</param>
/// <param name="Only">The one part that is measured, of <see cref="Parts"/>; null for all.</param>
internal sealed record BenchOptions(bool Quick, bool Json, string? Only)
{
    /// <summary>What can be measured, in order.</summary>
    public static readonly IReadOnlyList<string> Parts = ["http", "sets", "groups", "events", "event-process", "cron", "streams", "runners", "starts"];

    /// <summary>How often a product and its controls take turns.</summary>
    public const int Rounds = 5;

    /// <summary>A time of the full run, or its short form.</summary>
    public TimeSpan Time(double seconds, double quickSeconds) => TimeSpan.FromSeconds(Quick ? quickSeconds : seconds);
}
