namespace Motia.Silo.Queues;

/// <summary>The deliveries of one message group of a fifo queue, in the order of acceptance. One runs at a time.</summary>
internal sealed class MessageGroup
{
    public Queue<InboxEntry> Entries { get; } = new();

    /// <summary>Whether a handler of the group runs.</summary>
    public bool IsBusy { get; set; }
}
