using Orleans.Concurrency;

namespace Motia.Grains;

/// <summary>
/// The schedule of one cron step: decides what becomes of each occurrence, writes that down, and hands what is to run to the step's lane as a delivery.
/// Key: <see cref="GrainKeys.Step"/>.
/// </summary>
[Alias("motia.cron")]
public interface ICronGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the schedule runs and is the one of the step's config. Done when what is due is decided.</summary>
    [Alias("Ensure")]
    Task Ensure();

    /// <summary>Runs the step now, whatever its schedule says.</summary>
    [Alias("RunNow")]
    Task<CronRunAnswer> RunNow();

    /// <summary>When the step runs next and what became of its last occurrence.</summary>
    [Alias("Read")]
    [AlwaysInterleave]
    Task<CronStatus> Read();

    /// <summary>Reads the ledger, newest first.</summary>
    /// <param name="before">Entries before the one with this number; 0 for the newest.</param>
    /// <param name="limit">The most entries to answer.</param>
    [Alias("ReadLedger")]
    [AlwaysInterleave]
    Task<CronLedgerPage> ReadLedger(long before, int limit);
}
