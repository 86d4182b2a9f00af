using Motia.Embedded.Storage;

namespace Motia.Embedded.Tests.Storage;

public sealed class GroupCommitTests : OpenStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1_023, 1)]
    [InlineData(1_024, 2)]
    [InlineData(3_000, 3)]
    public async Task Write_ManyThatWaitTogether_ShareCommitsOf1024(int writers, int commits)
    {
        using GatedBytes gate = new();
        Task gated = await WriteGatedAsync(gate);
        Task[] writes = [.. Enumerable.Range(0, writers).Select(i => Store.WriteAsync("state", $"g:{i}", new byte[100], null).AsTask())];
        gate.Open();
        await Task.WhenAll([gated, .. writes]);

        Assert.Equal(writers + 1, Store.Statistics.Operations);
        Assert.Equal(commits, Store.Statistics.Commits);
    }

    [Fact]
    public async Task Write_ManyBytesThatWaitTogether_ShareCommitsOf4Megabytes()
    {
        using GatedBytes gate = new();
        Task gated = await WriteGatedAsync(gate);
        Task[] writes = [.. Enumerable.Range(0, 40).Select(i => Store.WriteAsync("state", $"g:{i}", new byte[1 << 20], null).AsTask())];
        gate.Open();
        await Task.WhenAll([gated, .. writes]);

        Assert.Equal(10, Store.Statistics.Commits);
    }

    [Fact]
    public async Task Write_From64Callers_TakesFarFewerCommits()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            string? etag = null;
            for (int i = 0; i < 100; i++)
            {
                etag = await Store.WriteAsync("state", $"g:{caller}", BitConverter.GetBytes(i), etag);
            }
        })));

        Assert.Equal(6_400, Store.Statistics.Operations);
        Assert.InRange(Store.Statistics.Commits, 100, 1_600);
        Assert.Equal(BitConverter.GetBytes(99), (await Store.ReadAsync("state", "g:63"))?.Data.ToArray());
    }

    [Fact]
    public async Task Write_ConflictAmongOthers_FailsAlone()
    {
        string stale = await Store.WriteAsync("state", "g:500", new byte[] { 1 }, null);
        await Store.WriteAsync("state", "g:500", new byte[] { 2 }, stale);

        using GatedBytes gate = new();
        Task gated = await WriteGatedAsync(gate);
        Task<string>[] writes =
        [
            .. Enumerable.Range(0, 1_000).Select(
                i => Store.WriteAsync("state", $"g:{i}", new byte[] { 3 }, i == 500 ? stale : null).AsTask()),
        ];
        gate.Open();
        await Assert.ThrowsAsync<RecordConflictException>(() => Task.WhenAll([gated, .. writes]));

        Assert.Equal([500], Enumerable.Range(0, 1_000).Where(i => !writes[i].IsCompletedSuccessfully));
        Assert.Equal([2], (await Store.ReadAsync("state", "g:500"))?.Data.ToArray());
        Assert.Equal([3], (await Store.ReadAsync("state", "g:501"))?.Data.ToArray());
        Assert.Equal(1, Store.Statistics.Conflicts);
    }

    [Fact]
    public async Task Write_SameKeyWithoutWaiting_IsDoneInOrder()
    {
        using GatedBytes gate = new();
        Task gated = await WriteGatedAsync(gate);
        Task<string> first = Store.WriteAsync("state", "g:1", new byte[] { 1 }, null).AsTask();
        Task<string> second = Store.WriteAsync("state", "g:1", new byte[] { 2 }, null).AsTask();
        Task<StoredRecord?> read = Store.ReadAsync("state", "g:1").AsTask();
        Task delete = Store.DeleteAsync("state", "g:1", null).AsTask();
        gate.Open();

        string etag = await first;
        await Assert.ThrowsAsync<RecordConflictException>(() => second);
        await Assert.ThrowsAsync<RecordConflictException>(() => delete);
        Assert.Equal(etag, (await read)?.Etag);
        await gated;
    }

    [Fact]
    public async Task Write_CallerThatBlocksWhenAnswered_DoesNotStopTheStore()
    {
        using GatedBytes gate = new();
        Task blocked = (await WriteGatedAsync(gate)).ContinueWith(
            _ => Assert.True(Store.WriteAsync("state", "g:2", new byte[1], null).AsTask().Wait(Patience)),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        gate.Open();

        await blocked.WaitAsync(Patience);
    }

    [Fact]
    public async Task Write_CancelledWhileItWaits_IsNotDone()
    {
        using CancellationTokenSource cancellation = new();
        using GatedBytes gate = new();
        Task gated = await WriteGatedAsync(gate);
        Task<string> write = Store.WriteAsync("state", "g:1", new byte[1], null, cancellation.Token).AsTask();
        Task<StoredRecord?> read = Store.ReadAsync("state", "g:1", cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => write);
        await Assert.ThrowsAsync<TaskCanceledException>(() => read);
        gate.Open();
        await gated;
        Assert.Null(await Store.ReadAsync("state", "g:1"));
    }

    [Fact]
    public async Task Write_TokenCancelledBefore_IsNotDone()
    {
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAsync<TaskCanceledException>(async () => await Store.WriteAsync("state", "g:1", new byte[1], null, cancelled));

        Assert.Null(await Store.ReadAsync("state", "g:1"));
    }

    [Fact]
    public async Task Dispose_WhileOperationsWait_AnswersThemFirst()
    {
        using GatedBytes gate = new();
        Task gated = await WriteGatedAsync(gate);
        Task[] writes = [.. Enumerable.Range(0, 100).Select(i => Store.WriteAsync("state", $"g:{i}", new byte[100], null).AsTask())];
        Task closing = Store.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        gate.Open();
        await closing;

        Assert.All([gated, .. writes], write => Assert.True(write.IsCompletedSuccessfully));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.WriteAsync("state", "g:late", new byte[1], null));
        Assert.False(File.Exists(Database + "-wal"));
        await ReopenAsync();
        Assert.NotNull(await Store.ReadAsync("state", "g:99"));
    }

    [Fact]
    public async Task Write_CancelledWhenTaken_IsDone()
    {
        using CancellationTokenSource cancellation = new();
        using GatedBytes gate = new();
        Task<string> write = Store.WriteAsync("state", "g:1", gate.Memory, null, cancellation.Token).AsTask();
        await gate.Reached;
        await cancellation.CancelAsync();
        gate.Open();

        Assert.Equal(await write, (await Store.ReadAsync("state", "g:1"))?.Etag);
    }

    private async Task<Task> WriteGatedAsync(GatedBytes gate)
    {
        Task write = Store.WriteAsync("state", "g:gated", gate.Memory, null).AsTask();
        await gate.Reached;
        return write;
    }
}
