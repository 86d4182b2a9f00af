using Motia.Grains;
using Motia.Silo.Items;

namespace Motia.Silo.Streams;

/// <summary>A change on its way to the watchers: it has its place in the order since it was made, and is pushed when it is durable.</summary>
internal sealed class PendingChange(StreamFeed feed, string? id) : IItemChange
{
    private LinkedListNode<PendingChange>? _place;

    public string? Id => id;

    public StreamChangeKind Kind { get; private set; }

    public ReadOnlyMemory<byte> Data { get; private set; }

    public string? EventType { get; private init; }

    public bool IsKept { get; private set; }

    /// <summary>An event, which is not stored.</summary>
    public static PendingChange Event(StreamFeed feed, string? id, string type, ReadOnlyMemory<byte> data) =>
        new(feed, id) { Kind = StreamChangeKind.Event, EventType = type, Data = data, IsKept = true };

    public void Deciding()
    {
        feed.Remove(_place);
        _place = null;
    }

    public void Made(ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte>? after)
    {
        Kind = after is null ? StreamChangeKind.Delete : before is null ? StreamChangeKind.Create : StreamChangeKind.Update;
        Data = after ?? before!.Value;
        _place = feed.Add(this);
    }

    public void Kept()
    {
        IsKept = true;
        feed.Push();
    }
}
