using System.Diagnostics.Metrics;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>
/// What the store measures, as instruments of the meter "Motia" and as <see cref="StoreStatistics"/>. Written by the writer thread alone.
/// </summary>
internal sealed class StoreInstruments : IDisposable
{
    private readonly Meter _meter = new("Motia");
    private readonly Counter<long> _commitCounter;
    private readonly Histogram<int> _operationsPerCommit;
    private readonly Histogram<double> _commitSeconds;
    private readonly OperationQueue _queue;

    private long _commits;
    private long _operations;
    private long _conflicts;
    private long _reads;
    private long _checkpoints;
    private long _commitTicks;

    public StoreInstruments(OperationQueue queue)
    {
        _queue = queue;
        _commitCounter = _meter.CreateCounter<long>("motia.store.commits", "{commit}", "Transactions made durable.");
        _operationsPerCommit = _meter.CreateHistogram<int>(
            "motia.store.commit.operations", "{operation}", "Writes and deletes in one transaction.");
        _commitSeconds = _meter.CreateHistogram<double>(
            "motia.store.commit.duration", "s", "From a transaction's first operation to its durable commit.");
        _meter.CreateObservableGauge(
            "motia.store.queue.length", () => _queue.Count, "{operation}", "Operations that wait for the writer thread.");
    }

    public void Committed(int operations, int conflicts, TimeSpan duration)
    {
        Volatile.Write(ref _conflicts, _conflicts + conflicts);
        if (operations == 0)
        {
            return;
        }

        Volatile.Write(ref _commits, _commits + 1);
        Volatile.Write(ref _operations, _operations + operations);
        Volatile.Write(ref _commitTicks, _commitTicks + duration.Ticks);
        _commitCounter.Add(1);
        _operationsPerCommit.Record(operations);
        _commitSeconds.Record(duration.TotalSeconds);
    }

    public void Read() => Volatile.Write(ref _reads, _reads + 1);

    public void Checkpointed() => Volatile.Write(ref _checkpoints, _checkpoints + 1);

    public StoreStatistics Snapshot() => new(
        Volatile.Read(ref _commits), Volatile.Read(ref _operations), Volatile.Read(ref _conflicts), Volatile.Read(ref _reads),
        Volatile.Read(ref _checkpoints), _queue.Count, new TimeSpan(Volatile.Read(ref _commitTicks)));

    public void Dispose() => _meter.Dispose();
}
