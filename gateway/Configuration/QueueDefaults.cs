namespace Motia;

/// <summary>What holds for every event step's queue.</summary>
public sealed class QueueDefaults
{
    /// <summary>The pause after a delivery's first failed attempt; it doubles with each later one, up to the queue's <c>visibilityTimeout</c>, and is shortened at random by
    /// up to a half. Default: 1 second. Above zero.</summary>
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most deliveries that may wait in one of a step's eight lanes; when it is full, emitting fails as overloaded. Default: 250,000. At least 1.</summary>
    public int Backlog { get; set; } = 250_000;

    /// <summary>How many deliveries of a lane are in memory; those beyond wait in the store alone and are read when there is room. Default: 2,000. At least 1.</summary>
    public int Window { get; set; } = 2_000;
}
