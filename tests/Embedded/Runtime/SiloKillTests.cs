namespace Motia.Embedded.Tests.Runtime;

/// <summary>A killed silo is dead: what its grains awaited never continues.</summary>
public sealed class SiloKillTests
{
    [Fact]
    public async Task Kill_StopsWhatTheGrainsAwaited()
    {
        await using var silo = await RuntimeSilo.StartAsync();
        var call = silo.Grain("k").Wait();
        await silo.Started.Task.WaitAsync(RuntimeSilo.Limit);
        await silo.KillAsync().WaitAsync(RuntimeSilo.Limit);
        await Assert.ThrowsAsync<Orleans.Runtime.SiloUnavailableException>(() => call.WaitAsync(RuntimeSilo.Limit));
        silo.Gate.SetResult();

        // A continuation would be in the thread pool's queue by now, before these.
        for (var later = 0; later < 1000; later++)
        {
            await Task.Run(() => { }).WaitAsync(RuntimeSilo.Limit);
        }

        Assert.False(silo.Ended.Task.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kill_WhileACallMakesAnActivation_EndsThatOneToo(bool isWorker)
    {
        await using var silo = await RuntimeSilo.StartAsync();
        IRuntimeGrain grain = isWorker ? silo.Worker("k") : silo.Grain("k");

        // A new activation looks at the clock; a call of a worker does before it makes one.
        void Kill() => silo.KillAsync().GetAwaiter().GetResult();
        silo.Clock.OnRead = isWorker ? () => silo.Clock.OnRead = Kill : Kill;
        var call = grain.Wait();
        await Assert.ThrowsAsync<Orleans.Runtime.SiloUnavailableException>(() => call.WaitAsync(RuntimeSilo.Limit));
        Assert.False(silo.Started.Task.IsCompleted);
    }
}
