using Motia.Grains;

namespace Motia.Silo.Queues;

/// <summary>The rules of one step's queue: what its config says, else the project's settings, else Motia's defaults.</summary>
/// <param name="IsFifo">Whether message groups keep their order.</param>
/// <param name="MaxRetries">How often a failed delivery is tried again.</param>
/// <param name="LongestPause">The longest pause between attempts.</param>
/// <param name="Delay">How long the first attempt waits.</param>
/// <param name="Concurrency">How many handlers run at a time in one silo.</param>
/// <param name="FirstPause">The pause after the first failure, doubled after each later one.</param>
internal sealed record QueueRules(bool IsFifo, int MaxRetries, TimeSpan LongestPause, TimeSpan Delay, int Concurrency, TimeSpan FirstPause)
{
    public const int DefaultConcurrency = 10;

    public static QueueRules Of(StepDescription step, QueueDefaults defaults)
    {
        var queue = step.Infrastructure?.Queue ?? new();
        return new(
            step.Type == StepKind.Cron || queue.Type == QueueType.Fifo,
            queue.MaxRetries,
            TimeSpan.FromSeconds(queue.VisibilityTimeout),
            TimeSpan.FromSeconds(queue.DelaySeconds),
            queue.Concurrency ?? DefaultConcurrency,
            defaults.Backoff);
    }

    /// <summary>The pause after a failed attempt: doubled each time, at random between half of that and all of it, so that what failed together does not come back together.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan PauseAfter(int attempt)
    {
        var pause = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        return TimeSpan.FromSeconds(pause * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
