using System.Buffers.Binary;
using Motia.Embedded.Storage;
using Motia.Embedded.Storage.Sqlite;

namespace Motia.Embedded.Tests.Storage.Processes;

/// <summary>
/// 64 callers, each with a record that holds the number of its operations; every seventh operation deletes it instead. So from the number
/// of operations that were acknowledged follows what the store must hold.
/// </summary>
internal static class CounterRecords
{
    public const int Callers = 64;

    private const string Name = "counter";

    /// <summary>Prints <c>CALLER NUMBER</c> after each acknowledgement, until the process is killed.</summary>
    public static async Task WriteForeverAsync(string directory)
    {
        await using SqliteRecordStore store = SqliteRecordStore.Open(directory);
        Stream output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            StoredRecord? found = await store.ReadAsync(Name, Key(caller));
            int number = found is { } record ? NumberIn(record) : 0;
            string? etag = found?.Etag;
            while (true)
            {
                number++;
                if (number % 7 == 0)
                {
                    await store.DeleteAsync(Name, Key(caller), etag);
                    etag = null;
                }
                else
                {
                    etag = await store.WriteAsync(Name, Key(caller), Content(caller, number), etag);
                }

                // One write call a line, so that a line is whole or absent whenever the process dies.
                byte[] line = System.Text.Encoding.ASCII.GetBytes($"{caller} {number}\n");
                lock (output)
                {
                    output.Write(line);
                }
            }
        })));
    }

    /// <summary>
    /// Throws unless the store holds the caller's operation <paramref name="acknowledged"/>, or the one after it, which was on its way.
    /// </summary>
    public static async Task CheckAsync(SqliteRecordStore store, int caller, int acknowledged)
    {
        StoredRecord? found = await store.ReadAsync(Name, Key(caller));
        if (found is { } record)
        {
            int number = NumberIn(record);
            Assert.Equal(Content(caller, number), record.Data.ToArray());
            Assert.InRange(number, acknowledged, acknowledged + 1);
        }
        else
        {
            Assert.True(acknowledged % 7 is 0 or 6, $"Caller {caller} had {acknowledged} operations acknowledged; its record is gone.");
        }
    }

    /// <summary>Removes all records, so that every number begins at zero again.</summary>
    public static async Task ClearAsync(SqliteRecordStore store)
    {
        foreach (int caller in Enumerable.Range(0, Callers))
        {
            await store.DeleteAsync(Name, Key(caller), (await store.ReadAsync(Name, Key(caller)))?.Etag);
        }
    }

    private static string Key(int caller) => $"g:{caller}";

    private static int NumberIn(StoredRecord record) => BinaryPrimitives.ReadInt32LittleEndian(record.Data.Span);

    private static byte[] Content(int caller, int number)
    {
        Random random = new((caller << 20) + number);
        byte[] content = new byte[random.Next(4, 3_000)];
        random.NextBytes(content);
        BinaryPrimitives.WriteInt32LittleEndian(content, number);
        return content;
    }
}
