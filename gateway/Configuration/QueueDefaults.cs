namespace Motia;

/// <summary>What holds for every event step's queue.</summary>
public sealed class QueueDefaults
{
    /// <summary>The pause after a delivery's first failed attempt; it doubles with each later one, up to the queue's <c>visibilityTimeout</c>, and is shortened at random by
    /// up to a half. Default: 1 second. Above zero.</summary>
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(1);
}
