namespace Motia;

/// <summary>One event to be emitted. Emitting the same object again, after a failure, adds no second event.</summary>
/// <param name="Topic">The topic: 1–128 letters, digits, spaces and <c>. _ - : /</c>.</param>
/// <param name="Data">What the subscribed steps get, as JSON of at most 1 MB.</param>
/// <param name="MessageGroupId">What a fifo queue keeps in order: events with the same id run one after the other. Default: the trace id.</param>
public sealed record TopicEvent(string Topic, object? Data, string? MessageGroupId = null)
{
    /// <summary>The event's identity: 32 hexadecimal digits, made with the object.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("n");
}
