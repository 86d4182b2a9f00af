namespace Motia.Silo.Queues;

/// <summary>A segment that is in the store alone.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Due">When the first of its deliveries becomes due, UTC.</param>
/// <param name="Bytes">The bytes of its deliveries' data.</param>
/// <param name="AreSuspects">Whether a crash may be the doing of one of them.</param>
/// <param name="Counts">How many of each topic wait for their first attempt, and for a later one.</param>
internal sealed record ParkedSegment(long Number, DateTime Due, long Bytes, bool AreSuspects, IReadOnlyList<(string Topic, int Waiting, int Retrying)> Counts);
