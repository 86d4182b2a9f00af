using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

/// <summary>Stands for a schedule.</summary>
public sealed class FakeCron
{
    /// <summary>Why it does not answer.</summary>
    public string? Failure { get; init; }

    /// <summary>What comes of running the step.</summary>
    public CronRunAnswer Answer { get; init; } = new(QueueOutcome.Done, "delivery", "trace");

    /// <summary>What is in the ledger.</summary>
    public CronEntry[] Ledger { get; init; } = [];

    public Task<CronStatus> Read() => Say(new CronStatus(null, null));

    public Task<CronLedgerPage> ReadLedger(long before, int limit) => Say(new CronLedgerPage([.. Ledger], before));

    public Task<CronRunAnswer> RunNow() => Say(Answer);

    private Task<T> Say<T>(T answer) => Failure is null ? Task.FromResult(answer) : Task.FromException<T>(new InvalidOperationException(Failure));
}
