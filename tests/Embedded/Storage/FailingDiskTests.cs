using System.Globalization;
using Motia.Embedded.Storage.Sqlite;
using Motia.Embedded.Tests.Storage.Processes;

namespace Motia.Embedded.Tests.Storage;

public sealed class FailingDiskTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [CompilerFact]
    public async Task Write_FsyncFails_RefusesWritesUntilReopened()
    {
        string[] lines = await FailingDisk.RunAsync("failed-fsync", _directory);

        Assert.StartsWith("g:during StoreFailedException: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("g:after StoreFailedException: ", lines[1], StringComparison.Ordinal);
        Assert.Equal("before 1", lines[2]);
        Assert.StartsWith($"failed True '{_directory.Database}' failed: disk I/O error", lines[3], StringComparison.Ordinal);
        Assert.True(File.Exists(_directory.Database + "-wal"), "The log was not left for the next open.");
        await using SqliteRecordStore store = _directory.Open();
        Assert.NotNull(await store.ReadAsync("state", "g:before"));
        Assert.Null(await store.ReadAsync("state", "g:after"));
        await store.WriteAsync("state", "g:after", new byte[1], null);
    }

    [CompilerFact]
    public async Task Checkpoint_FsyncFails_RefusesWritesAndKeepsWhatWasAcknowledged()
    {
        string[] lines = await FailingDisk.RunAsync("failed-checkpoint", _directory);

        int acknowledged = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        Assert.InRange(acknowledged, 100, 1_499);
        Assert.StartsWith("g:after StoreFailedException: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("failed True ", lines[3], StringComparison.Ordinal);
        await using SqliteRecordStore store = _directory.Open();
        Assert.NotNull(await store.ReadAsync("state", "g:before"));
        for (int i = 0; i < acknowledged; i++)
        {
            Assert.Equal(16_000, (await store.ReadAsync("state", $"g:{i}"))?.Data.Length);
        }
    }

    [CompilerFact]
    public async Task Write_DiskFull_FailsThatTransactionAndGoesOnWhenThereIsRoom()
    {
        string[] lines = await FailingDisk.RunAsync("full", _directory);

        Assert.All(lines[..10], line => Assert.Contains(" StoreFullException: ", line, StringComparison.Ordinal));
        Assert.Contains("the disk is full", lines[0], StringComparison.Ordinal);
        Assert.Equal(["g:after written", "before 1", "failed False "], lines[10..13]);
        await using SqliteRecordStore store = _directory.Open();
        Assert.NotNull(await store.ReadAsync("state", "g:before"));
        Assert.NotNull(await store.ReadAsync("state", "g:after"));
        Assert.Null(await store.ReadAsync("state", "g:during-0"));
    }

    [CompilerFact]
    public async Task Checkpoint_DiskFull_IsDoneWhenThereIsRoom()
    {
        string[] lines = await FailingDisk.RunAsync("full-checkpoint", _directory);

        Assert.Equal(["acknowledged 1500", "checkpoints 0", "g:after written", "before 1", "failed False ", "checkpoints 1"], lines);
        await using SqliteRecordStore store = _directory.Open();
        Assert.Equal(16_000, (await store.ReadAsync("state", "g:1499"))?.Data.Length);
    }

    [CompilerFact]
    public async Task Open_DiskFull_SaysSo()
    {
        string[] lines = await FailingDisk.RunAsync("open-when-full", _directory);

        Assert.Equal(2, lines.Length);
        string expected = $"Data directory '{_directory.Data}': the disk is full";
        Assert.All(lines, line => Assert.StartsWith(expected, line, StringComparison.Ordinal));
        await _directory.Open().DisposeAsync();
    }

    [CompilerFact]
    public async Task Open_FsyncFails_MakesNoStore()
    {
        string[] lines = await FailingDisk.RunAsync("open-with-failing-fsync", _directory);

        Assert.Contains("cannot be read or written: disk I/O error", Assert.Single(lines), StringComparison.Ordinal);
        Assert.False(File.Exists(_directory.Database));
    }
}
