using Motia.Embedded.Storage.Sqlite;

namespace Motia.Embedded.Tests.Storage;

public sealed class DamageTests : IDisposable
{
    private const int PageSize = 4_096;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Open_CutFile_IsDamaged()
    {
        await WriteRecords(2_000);
        await using (FileStream file = File.OpenWrite(_directory.Database))
        {
            file.SetLength(file.Length / 2);
        }

        byte[] before = await File.ReadAllBytesAsync(_directory.Database);
        Assert.Contains("is damaged", ErrorAtOpen(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_directory.Database));
    }

    [Fact]
    public async Task Open_OverwrittenSchema_IsDamaged()
    {
        await WriteRecords(10);
        await OverwriteAsync(100, 3_996);

        Assert.Contains("is damaged", ErrorAtOpen(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TableMissing_IsDamaged()
    {
        await WriteRecords(10);
        _directory.Execute("DROP TABLE record");

        Assert.Contains("is damaged", ErrorAtOpen(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DamagedPage_FailsThatReadAndRefusesWrites()
    {
        await WriteRecords(2_000);
        await OverwriteAsync(100 * PageSize, 20 * PageSize);

        await using SqliteRecordStore store = _directory.Open();
        Exception?[] reads = [.. await Task.WhenAll(Enumerable.Range(0, 2_000).Select(
            i => Record.ExceptionAsync(async () => await store.ReadAsync("state", $"g:{i}"))))];

        Assert.All(reads, error => Assert.True(error is null or StoreFailedException, error?.ToString()));
        Assert.InRange(reads.Count(error => error is not null), 1, 1_000);
        Assert.True(store.IsFailed);
        Assert.Contains(_directory.Database, store.Failure, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreFailedException>(async () => await store.WriteAsync("state", "g:new", new byte[1], null));
    }

    [Fact]
    public async Task Write_DamagedPage_UndoesTheTransactionAndRefusesWrites()
    {
        string[] etags = await WriteRecords(2_000);
        await OverwriteAsync(100 * PageSize, 20 * PageSize);
        await using (SqliteRecordStore store = _directory.Open())
        {
            using GatedBytes gate = new();
            Task gated = store.WriteAsync("state", "g:gated", gate.Memory, null).AsTask();
            await gate.Reached;
            Task[] writes = [.. etags.Take(1_000).Select((etag, i) => store.WriteAsync("state", $"g:{i}", new byte[1], etag).AsTask())];
            gate.Open();

            await Assert.ThrowsAsync<StoreFailedException>(() => gated);
            foreach (Task write in writes)
            {
                await Assert.ThrowsAsync<StoreFailedException>(() => write);
            }

            Assert.Null(await store.ReadAsync("state", "g:gated"));
        }

        await using SqliteRecordStore reopened = _directory.Open();
        Assert.Null(await reopened.ReadAsync("state", "g:gated"));
        Assert.Equal(1_000, (await reopened.ReadAsync("state", "g:0"))?.Data.Length);
    }

    private async Task<string[]> WriteRecords(int count)
    {
        await using SqliteRecordStore store = _directory.Open();
        return await Task.WhenAll(
            Enumerable.Range(0, count).Select(i => store.WriteAsync("state", $"g:{i}", new byte[1_000], null).AsTask()));
    }

    private async Task OverwriteAsync(int offset, int length)
    {
        await using FileStream file = File.OpenWrite(_directory.Database);
        file.Position = offset;
        await file.WriteAsync(Enumerable.Repeat((byte)0xA5, length).ToArray());
    }

    private string ErrorAtOpen() => Assert.Throws<StoreOpenException>(_directory.Open).Message;
}
