using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Motia.Embedded.Storage.Sqlite;

namespace Motia.Embedded.Tests.Storage;

public sealed class InstrumentTests
{
    [Fact]
    public async Task Meter_AfterWrites_HasCommitsOperationsAndSeconds()
    {
        ConcurrentBag<string> measured = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Motia" && instrument.Name.StartsWith("motia.store.", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured.Add($"{instrument.Name} {value > 0}"));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured.Add($"{instrument.Name} {value >= 0}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured.Add($"{instrument.Name} {value > 0}"));
        listener.Start();

        await using SqliteRecordStore store = SqliteRecordStore.Open(SqliteRecordStore.InMemory);
        await store.WriteAsync("state", "g:1", new byte[1], null);
        listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "motia.store.commit.duration True", "motia.store.commit.operations True", "motia.store.commits True",
                "motia.store.queue.length True",
            ],
            measured.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Statistics_AfterOperations_CountThem()
    {
        await using SqliteRecordStore store = SqliteRecordStore.Open(SqliteRecordStore.InMemory);
        string etag = await store.WriteAsync("state", "g:1", new byte[1], null);
        await store.DeleteAsync("state", "g:1", etag);
        await Assert.ThrowsAnyAsync<Exception>(async () => await store.DeleteAsync("state", "g:1", etag));
        await store.ReadAsync("state", "g:1");
        await store.ReadAsync("state", "g:1");

        StoreStatistics statistics = store.Statistics;

        Assert.Equal(
            (2, 2, 1, 2, 0), (statistics.Commits, statistics.Operations, statistics.Conflicts, statistics.Reads, statistics.Waiting));
        Assert.True(statistics.CommitTime > TimeSpan.Zero);
    }
}
