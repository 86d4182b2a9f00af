using Motia.Embedded.Storage;
using Motia.Embedded.Storage.Sqlite;

namespace Motia.Embedded.Tests.Storage.Processes;

/// <summary>What a store does on a disk that fails, as lines on stdout.</summary>
internal static class DiskScenarios
{
    private const string Log = "motia.db-wal";
    private const string Database = "motia.db";

    // One checkpoint and some more, at 16 MB a checkpoint.
    private const int WritesPastACheckpoint = 1_500;

    public static async Task RunAsync(string scenario, string directory, DiskFault fault)
    {
        switch (scenario)
        {
            case "open-when-full":
                PrintOpenError(directory, "motia.pid", fault);
                PrintOpenError(directory, "motia.db.new", fault);
                return;
            case "open-with-failing-fsync":
                fault.FailFsync("motia.db.new");
                PrintOpenError(directory);
                return;
        }

        SqliteRecordStore store = SqliteRecordStore.Open(directory);
        await store.WriteAsync("state", "g:before", new byte[] { 1 }, null);
        switch (scenario)
        {
            case "failed-fsync":
                fault.FailFsync(Log);
                await PrintWriteAsync(store, "g:during");
                fault.Clear();
                await PrintWriteAsync(store, "g:after");
                break;
            case "failed-checkpoint":
                fault.FailFsync(Database);
                Console.WriteLine($"acknowledged {await WritePastACheckpointAsync(store)}");
                fault.Clear();
                await PrintWriteAsync(store, "g:after");
                break;
            case "full":
                fault.FillDisk(Log);
                await Task.WhenAll(Enumerable.Range(0, 10).Select(i => PrintWriteAsync(store, $"g:during-{i}")));
                fault.Clear();
                await PrintWriteAsync(store, "g:after");
                break;
            case "full-checkpoint":
                fault.FillDisk(Database);
                Console.WriteLine($"acknowledged {await WritePastACheckpointAsync(store)}");
                Console.WriteLine($"checkpoints {store.Statistics.Checkpoints}");
                fault.Clear();
                await PrintWriteAsync(store, "g:after");
                break;
            default:
                throw new ArgumentException($"There is no scenario '{scenario}'.", nameof(scenario));
        }

        StoredRecord? before = await store.ReadAsync("state", "g:before");
        Console.WriteLine($"before {before?.Data.Length}");
        Console.WriteLine($"failed {store.IsFailed} {store.Failure}");
        await store.DisposeAsync();
        Console.WriteLine($"checkpoints {store.Statistics.Checkpoints}");
    }

    private static void PrintOpenError(string directory, string suffix, DiskFault fault)
    {
        fault.FillDisk(suffix);
        PrintOpenError(directory);
        fault.Clear();
    }

    private static void PrintOpenError(string directory)
    {
        try
        {
            SqliteRecordStore.Open(directory);
            Console.WriteLine("opened");
        }
        catch (StoreOpenException error)
        {
            Console.WriteLine(error.Message);
        }
    }

    private static async Task PrintWriteAsync(SqliteRecordStore store, string key)
    {
        try
        {
            await store.WriteAsync("state", key, new byte[] { 1 }, null);
            Console.WriteLine($"{key} written");
        }
        catch (Exception error) when (error is StoreFailedException or StoreFullException)
        {
            Console.WriteLine($"{key} {error.GetType().Name}: {error.Message}");
        }
    }

    // How many were acknowledged, in order, before the store refused one.
    private static async Task<int> WritePastACheckpointAsync(SqliteRecordStore store)
    {
        for (int i = 0; i < WritesPastACheckpoint; i++)
        {
            try
            {
                await store.WriteAsync("state", $"g:{i}", new byte[16_000], null);
            }
            catch (StoreFailedException)
            {
                return i;
            }
        }

        return WritesPastACheckpoint;
    }
}
