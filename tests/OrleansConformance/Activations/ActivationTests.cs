using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Activations;

[Collection(SiloCollection.Name)]
public sealed class ActivationTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private Probe Probe => Probe.Of(_key);

    private ILifeGrain Grain => shared.Client.GetGrain<ILifeGrain>(_key);

    [Fact]
    public async Task FirstCalls_AtTheSameTime_MakeOneActivation()
    {
        const int Callers = 4;
        for (var round = 0; round < 200; round++)
        {
            var key = $"{_key}/{round}";
            using var start = new Barrier(Callers);
            var calls = Enumerable.Range(0, Callers).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    var grain = shared.Client.GetGrain<ILifeGrain>(key);
                    start.SignalAndWait();
                    return grain.Which();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap());
            Assert.Single((await Task.WhenAll(calls).Soon()).Distinct());
            Assert.Single(Hosting.Probe.Of(key).Notes, note => note == "activated");
        }
    }

    [Fact]
    public async Task OnActivate_EndsBeforeTheFirstRequestStarts()
    {
        Probe.Note("slow activate");
        var call = Grain.Which();
        await Probe.Noted("activating");
        Assert.False(call.IsCompleted);
        Probe.Open("activate");
        await call.Soon();
        Assert.Equal(["slow activate", "activating", "activated", "which"], Probe.Notes);
    }

    [Fact]
    public async Task OnActivate_Throws_WaitingCallsFailWithItAndTheNextCallTriesAgain()
    {
        Probe.Note("slow activate");
        Probe.Note("fail activate");
        Task[] calls = [Grain.Which(), Grain.Which()];
        await Probe.Noted("activating");
        Probe.Open("activate");
        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => call.Soon());
            Assert.Equal("not today", failure.Message);
        }

        await Grain.Which().Soon();
        Assert.DoesNotContain("deactivating", Probe.Notes);
    }

    [Fact]
    public async Task DeactivateOnIdle_NextCallGoesToANewActivation()
    {
        var first = await Grain.Which().Soon();
        await Grain.Deactivate().Soon();
        Assert.NotEqual(first, await Grain.Which().Soon());
        Assert.Equal(
            ["activating", "activated", "which", "deactivating", "deactivated: ApplicationRequested", "activating", "activated", "which"], Probe.Notes);
    }

    [Fact]
    public async Task OnDeactivate_StartsAfterTheRunningRequestsHaveEnded()
    {
        var first = Grain.Pass("first");
        await Probe.Noted("first");
        var second = Grain.DeactivateAndPass("second");
        await Probe.Noted("second");
        Probe.Open("second");
        await second.Soon();
        Assert.DoesNotContain("deactivating", Probe.Notes);
        Probe.Open("first");
        await first.Soon();
        await Probe.Noted("deactivated: ApplicationRequested");
        Assert.True(Probe.Notes.ToList().IndexOf("first ended") < Probe.Notes.ToList().IndexOf("deactivating"));
    }

    [Fact]
    public async Task CallsDuringDeactivation_GoToANewActivation()
    {
        Probe.Note("slow deactivate");
        var first = await Grain.Which().Soon();
        await Grain.Deactivate().Soon();
        await Probe.Noted("deactivating");
        Task<Guid>[] calls = [Grain.Which(), Grain.Which()];
        await OthersCameUp();
        Assert.Single(Probe.Notes, note => note == "activated");
        Probe.Open("deactivate");
        var next = await Task.WhenAll(calls).Soon();
        Assert.NotEqual(first, next[0]);
        Assert.Equal(next[0], next[1]);
        Assert.Equal(["deactivating", "deactivated: ApplicationRequested", "activating", "activated", "which", "which"], Probe.Notes.TakeLast(6));
    }

    [Fact]
    public async Task OnDeactivate_Throws_TheActivationEndsAllTheSame()
    {
        Probe.Note("fail deactivate");
        var first = await Grain.Which().Soon();
        await Grain.Deactivate().Soon();
        Assert.NotEqual(first, await Grain.Which().Soon());
    }

    [Fact]
    public async Task Activation_HasAServiceScopeOfItsOwn()
    {
        var first = await Grain.Scoped().Soon();
        Assert.Equal(first[0], first[1]);
        var other = await shared.Client.GetGrain<ILifeGrain>(Hosting.Probe.NewKey()).Scoped().Soon();
        Assert.NotEqual(first[0], other[0]);
        await Grain.Deactivate().Soon();
        Assert.NotEqual(first[0], (await Grain.Scoped().Soon())[0]);
    }

    /// <summary>Gives a wrong activation the time in which many others come up, instead of sleeping.</summary>
    private async Task OthersCameUp()
    {
        for (var other = 0; other < 100; other++)
        {
            await shared.Client.GetGrain<ILifeGrain>($"{_key}/{other}").Which().Soon();
        }
    }
}
