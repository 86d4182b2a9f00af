namespace Motia.Embedded.Tests.Runtime;

/// <summary>Which thread runs a call's first turn.</summary>
public sealed class InlineTests
{
    [Fact]
    public async Task Call_FromOutside_RunsOnTheCallersThread()
    {
        await using var silo = await RuntimeSilo.StartAsync();
        await silo.Worker("k").ThreadId().WaitAsync(RuntimeSilo.Limit);
        await silo.Grain("k").ThreadId().WaitAsync(RuntimeSilo.Limit);
        var (caller, worker, grain) = await Task.Run(() =>
            (Environment.CurrentManagedThreadId, silo.Worker("k").ThreadId(), silo.Grain("k").ThreadId())).WaitAsync(RuntimeSilo.Limit);
        Assert.True(worker.IsCompletedSuccessfully);
        Assert.Equal((caller, caller), (await worker, await grain));
    }

    [Fact]
    public async Task Call_FromATurn_IsQueued()
    {
        await using var silo = await RuntimeSilo.StartAsync();
        await silo.Grain("k").ThreadId().WaitAsync(RuntimeSilo.Limit);
        await silo.Worker("k").ThreadId().WaitAsync(RuntimeSilo.Limit);
        Assert.False(await Task.Run(() => silo.Worker("k").NestsCallsTo(silo.Grain("k"))).WaitAsync(RuntimeSilo.Limit));
    }

    [Fact]
    public async Task Call_ToABusyGrain_IsQueued()
    {
        await using var silo = await RuntimeSilo.StartAsync();
        var waiting = silo.Grain("k").Wait();
        await silo.Started.Task.WaitAsync(RuntimeSilo.Limit);
        Task<int>? queued = null;
        await Task.Run(() => { queued = silo.Grain("k").ThreadId(); }).WaitAsync(RuntimeSilo.Limit);
        Assert.False(queued!.IsCompleted);
        silo.Gate.SetResult();
        await waiting.WaitAsync(RuntimeSilo.Limit);
        await queued.WaitAsync(RuntimeSilo.Limit);
    }
}
