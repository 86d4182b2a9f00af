namespace Motia;

/// <summary>The rules of an event step's queue.</summary>
public sealed class QueueSettings
{
    /// <summary>Whether deliveries run in parallel or in order within a message group. Default: <see cref="QueueType.Standard"/>.</summary>
    public QueueType Type { get; init; } = QueueType.Standard;

    /// <summary>How often a failed delivery is tried again, 0 or more: n retries are n + 1 attempts. Default: 3.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>The longest wait between two attempts, in seconds; greater than the handler's timeout. Default: 900.</summary>
    public int VisibilityTimeout { get; init; } = 900;

    /// <summary>How long the first attempt waits, in seconds, 0–900. Default: 0.</summary>
    public int DelaySeconds { get; init; }

    /// <summary>How many deliveries of a standard queue run at a time in one silo, 1 or more. Default: 10.</summary>
    public int? Concurrency { get; init; }
}
