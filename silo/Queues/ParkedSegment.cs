namespace Motia.Silo.Queues;

/// <summary>A segment that is in the store alone.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Due">When the first of its deliveries becomes due, UTC.</param>
/// <param name="Waiting">How many of its deliveries wait for their first attempt.</param>
/// <param name="Retrying">How many wait for a later one.</param>
/// <param name="AreSuspects">Whether a crash may be the doing of one of them.</param>
internal readonly record struct ParkedSegment(long Number, DateTime Due, byte Waiting, byte Retrying, bool AreSuspects)
{
    public int Count => Waiting + Retrying;

    public static ParkedSegment Of(InboxSegment segment, bool areSuspects)
    {
        var retrying = segment.Entries.Count(entry => entry.HasFailed);
        return new(segment.Number, segment.Entries.Min(entry => entry.Due), checked((byte)(segment.Entries.Count - retrying)), checked((byte)retrying), areSuspects);
    }
}
