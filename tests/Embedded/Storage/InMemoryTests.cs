using Motia.Embedded.Storage;
using Motia.Embedded.Storage.Sqlite;

namespace Motia.Embedded.Tests.Storage;

public sealed class InMemoryTests
{
    [Fact]
    public async Task Open_InMemory_TakesNoLockAndKeepsNothing()
    {
        await using (SqliteRecordStore first = SqliteRecordStore.Open(SqliteRecordStore.InMemory))
        await using (SqliteRecordStore second = SqliteRecordStore.Open(":memory:"))
        {
            string etag = await first.WriteAsync("state", "g:1", new byte[] { 1 }, null);
            await first.WriteAsync("state", "g:1", new byte[] { 2 }, etag);
            await Assert.ThrowsAsync<RecordConflictException>(async () => await first.DeleteAsync("state", "g:1", etag));

            Assert.Equal([2], (await first.ReadAsync("state", "g:1"))?.Data.ToArray());
            Assert.Null(await second.ReadAsync("state", "g:1"));
        }

        await using SqliteRecordStore later = SqliteRecordStore.Open(":memory:");
        Assert.Null(await later.ReadAsync("state", "g:1"));
        Assert.False(Path.Exists(":memory:"));
    }
}
