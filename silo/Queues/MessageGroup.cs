namespace Motia.Silo.Queues;

/// <summary>The deliveries of one message group of a fifo queue, in the order of acceptance. One runs at a time.</summary>
/// <param name="name">Its id.</param>
internal sealed class MessageGroup(string name)
{
    public string Name => name;

    public Queue<InboxEntry> Entries { get; } = new();

    /// <summary>How many of its handlers run. More than one only if they began when the queue was not fifo.</summary>
    public int Running { get; set; }
}
