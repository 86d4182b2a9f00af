namespace Motia.Embedded.Storage.Sqlite;

/// <summary>What a store has done since it was opened.</summary>
/// <param name="Commits">Transactions made durable.</param>
/// <param name="Operations">Writes and deletes in those transactions.</param>
/// <param name="Conflicts">Writes and deletes refused because of their etag.</param>
/// <param name="Reads">Reads answered.</param>
/// <param name="Checkpoints">Times the write-ahead log was copied into the database file.</param>
/// <param name="Waiting">Operations that wait at this moment.</param>
/// <param name="CommitTime">Time spent in transactions, from the first operation to the durable commit.</param>
public sealed record StoreStatistics(
    long Commits, long Operations, long Conflicts, long Reads, long Checkpoints, int Waiting, TimeSpan CommitTime);
