using Motia.Embedded.Storage;

namespace Motia.Embedded.Tests.Storage;

public sealed class RecordTests : OpenStore
{
    [Fact]
    public async Task Read_NoRecord_IsNull() => Assert.Null(await Store.ReadAsync("state", "g:none"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_096)]
    [InlineData(16_384)]
    [InlineData(1_000_000)]
    [InlineData(9_000_000)]
    public async Task Write_AnySize_IsReadBackAfterReopening(int size)
    {
        byte[] data = new byte[size];
        new Random(size).NextBytes(data);
        string etag = await Store.WriteAsync("state", "g:1", data, null);
        await ReopenAsync();

        StoredRecord? record = await Store.ReadAsync("state", "g:1");

        Assert.Equal(data, record?.Data.ToArray());
        Assert.Equal(etag, record?.Etag);
    }

    [Theory]
    [InlineData("state", "g:a%2Fb")]
    [InlineData("état ☃ 𝄞", "ключ")]
    [InlineData("zero\0inside", "a\0b")]
    [InlineData("space ", " ")]
    public async Task Write_AnyName_IsThatRecordAlone(string name, string key)
    {
        await Store.WriteAsync(name, key, "right"u8.ToArray(), null);
        await Store.WriteAsync(name, key + "x", "wrong"u8.ToArray(), null);
        await Store.WriteAsync(name + "x", key, "wrong"u8.ToArray(), null);

        Assert.Equal("right"u8.ToArray(), (await Store.ReadAsync(name, key))?.Data.ToArray());
    }

    [Fact]
    public async Task Write_LongKey_IsReadBack()
    {
        string key = new('ä', 5_000);
        await Store.WriteAsync("state", key, new byte[] { 7 }, null);

        Assert.Equal([7], (await Store.ReadAsync("state", key))?.Data.ToArray());
        Assert.Null(await Store.ReadAsync("state", key[1..]));
    }

    [Theory]
    [InlineData("", "key")]
    [InlineData("name", "")]
    public async Task Write_EmptyName_IsRefused(string name, string key) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.WriteAsync(name, key, new byte[1], null));

    [Fact]
    public async Task Write_KeyWithHalfASurrogatePair_IsRefused() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.WriteAsync("state", "half \ud800", new byte[1], null));

    [Fact]
    public async Task Write_Overwrite_GivesAnotherEtagAndData()
    {
        string first = await Store.WriteAsync("state", "g:1", new byte[] { 1 }, null);
        string second = await Store.WriteAsync("state", "g:1", new byte[] { 2, 2 }, first);

        Assert.NotEqual(first, second);
        Assert.Equal([2, 2], (await Store.ReadAsync("state", "g:1"))?.Data.ToArray());
    }

    [Fact]
    public async Task Write_NullEtagOnExisting_IsAConflictThatNamesTheEtag()
    {
        string etag = await Store.WriteAsync("state", "g:1", new byte[] { 1 }, null);

        var conflict = await Assert.ThrowsAsync<RecordConflictException>(
            async () => await Store.WriteAsync("state", "g:1", new byte[] { 2 }, null));

        Assert.Equal(etag, conflict.EtagFound);
        Assert.Null(conflict.EtagGiven);
        Assert.Equal([1], (await Store.ReadAsync("state", "g:1"))?.Data.ToArray());
    }

    [Fact]
    public async Task Write_StaleEtag_IsAConflict()
    {
        string first = await Store.WriteAsync("state", "g:1", new byte[] { 1 }, null);
        string second = await Store.WriteAsync("state", "g:1", new byte[] { 2 }, first);

        var conflict = await Assert.ThrowsAsync<RecordConflictException>(
            async () => await Store.WriteAsync("state", "g:1", new byte[] { 3 }, first));

        Assert.Equal(second, conflict.EtagFound);
        Assert.Equal(first, conflict.EtagGiven);
        Assert.Equal([2], (await Store.ReadAsync("state", "g:1"))?.Data.ToArray());
    }

    [Fact]
    public async Task Write_EtagOfAnotherRecord_IsAConflict()
    {
        string other = await Store.WriteAsync("state", "g:other", new byte[] { 1 }, null);
        await Store.WriteAsync("state", "g:1", new byte[] { 2 }, null);

        await Assert.ThrowsAsync<RecordConflictException>(async () => await Store.WriteAsync("state", "g:1", new byte[] { 3 }, other));
        await Assert.ThrowsAsync<RecordConflictException>(async () => await Store.DeleteAsync("state", "g:1", other));

        Assert.Equal([1], (await Store.ReadAsync("state", "g:other"))?.Data.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("not an etag")]
    [InlineData("1-fffffffffffffffff")]
    public async Task Write_EtagOfAnotherForm_IsAConflict(string etag)
    {
        await Store.WriteAsync("state", "g:1", new byte[] { 1 }, null);

        await Assert.ThrowsAsync<RecordConflictException>(async () => await Store.WriteAsync("state", "g:1", new byte[] { 2 }, etag));
        await Assert.ThrowsAsync<RecordConflictException>(async () => await Store.WriteAsync("state", "g:none", new byte[] { 2 }, etag));
    }

    [Fact]
    public async Task Write_EtagFromBeforeADelete_IsAConflict()
    {
        string old = await Store.WriteAsync("state", "g:1", new byte[] { 1 }, null);
        await Store.DeleteAsync("state", "g:1", old);
        await ReopenAsync();
        await Store.WriteAsync("state", "g:1", new byte[] { 2 }, null);

        await Assert.ThrowsAsync<RecordConflictException>(async () => await Store.WriteAsync("state", "g:1", new byte[] { 3 }, old));
    }

    [Fact]
    public async Task Delete_CurrentEtag_LeavesNothing()
    {
        string etag = await Store.WriteAsync("state", "g:1", new byte[] { 1 }, null);
        await Store.DeleteAsync("state", "g:1", etag);

        Assert.Null(await Store.ReadAsync("state", "g:1"));
    }

    [Fact]
    public async Task Delete_NullEtag_IsForRecordsThatDoNotExist()
    {
        await Store.DeleteAsync("state", "g:none", null);
        await Store.WriteAsync("state", "g:1", new byte[] { 1 }, null);

        await Assert.ThrowsAsync<RecordConflictException>(async () => await Store.DeleteAsync("state", "g:1", null));
    }

    [Fact]
    public async Task Delete_StaleEtag_IsAConflict()
    {
        string first = await Store.WriteAsync("state", "g:1", new byte[] { 1 }, null);
        await Store.WriteAsync("state", "g:1", new byte[] { 2 }, first);

        await Assert.ThrowsAsync<RecordConflictException>(async () => await Store.DeleteAsync("state", "g:1", first));
    }

    [Fact]
    public async Task Delete_SpaceOfTheRecord_IsUsedAgain()
    {
        byte[] data = new byte[1_000_000];
        for (int round = 0; round < 40; round++)
        {
            string etag = await Store.WriteAsync("state", $"g:{round}", data, null);
            await Store.DeleteAsync("state", $"g:{round}", etag);
        }

        await ReopenAsync();
        Assert.InRange(new FileInfo(Database).Length, 0, 4_000_000);
    }

    [Fact]
    public async Task Read_Bytes_AreACopy()
    {
        await Store.WriteAsync("state", "g:1", new byte[] { 1, 2, 3 }, null);
        StoredRecord? before = await Store.ReadAsync("state", "g:1");
        await Store.WriteAsync("state", "g:1", new byte[] { 9, 9, 9 }, before?.Etag);

        Assert.Equal([1, 2, 3], before?.Data.ToArray());
    }
}
