using System.Globalization;
using Motia.Embedded.Storage.Sqlite;
using Motia.Embedded.Tests.Storage.Processes;
using Xunit.Abstractions;

namespace Motia.Embedded.Tests.Storage;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Rounds = 8;

    [Fact]
    public async Task Kill_While64CallersWrite_KeepsEveryAcknowledgedWrite()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        using TestDirectory directory = new();
        for (int round = 0; round < Rounds; round++)
        {
            int[] acknowledged = await WriteUntilKilled(directory.Data, killAfter: random.Next(1, 6_000));

            await using SqliteRecordStore store = directory.Open();
            for (int caller = 0; caller < CounterRecords.Callers; caller++)
            {
                await CounterRecords.CheckAsync(store, caller, acknowledged[caller]);
            }

            output.WriteLine($"round {round}: {acknowledged.Sum()} operations were acknowledged");
            await CounterRecords.ClearAsync(store);
        }
    }

    private static async Task<int[]> WriteUntilKilled(string directory, int killAfter)
    {
        int[] acknowledged = new int[CounterRecords.Callers];
        using StoreProcess process = StoreProcess.Start("write", directory);
        for (int lines = 0; await process.ReadLineAsync() is { } line; lines++)
        {
            string[] parts = line.Split(' ');
            acknowledged[int.Parse(parts[0], CultureInfo.InvariantCulture)] = int.Parse(parts[1], CultureInfo.InvariantCulture);
            if (lines == killAfter)
            {
                await process.KillAsync();
            }
        }

        return acknowledged;
    }
}
