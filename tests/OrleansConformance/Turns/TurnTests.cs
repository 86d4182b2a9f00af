using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Turns;

[Collection(SiloCollection.Name)]
public sealed class TurnTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private Probe Probe => Probe.Of(_key);

    private ITurnGrain Grain => shared.Client.GetGrain<ITurnGrain>(_key, typeof(TurnGrain).FullName);

    private IReentrantTurnGrain Reentrant => shared.Client.GetGrain<IReentrantTurnGrain>(_key);

    [Fact]
    public async Task Request_WaitsUntilThePreviousHasEnded()
    {
        var first = Grain.Pass("first");
        await Probe.Noted("first");
        var second = Grain.Pass("second");
        Probe.Open("second");
        Probe.Open("first");
        await Task.WhenAll(first, second).Soon();
        Assert.Equal(["first", "first ended", "second", "second ended"], Probe.Notes);
    }

    [Fact]
    public async Task Request_OfReentrantGrain_StartsWhileAnotherAwaits()
    {
        var first = Reentrant.Pass("first");
        await Probe.Noted("first");
        Probe.Open("second");
        await Reentrant.Pass("second").Soon();
        Probe.Open("first");
        await first.Soon();
        Assert.Equal(["first", "second", "second ended", "first ended"], Probe.Notes);
    }

    [Fact]
    public async Task AlwaysInterleaveRequest_StartsWhileAnotherAwaits_AndPassesThoseThatWait()
    {
        var first = Grain.Pass("first");
        await Probe.Noted("first");
        var second = Grain.Pass("second");
        Probe.Open("always");
        await Grain.PassAlways("always").Soon();
        Probe.Open("first");
        Probe.Open("second");
        await Task.WhenAll(first, second).Soon();
        Assert.Equal(["first", "always", "always ended", "first ended", "second", "second ended"], Probe.Notes);
    }

    [Fact]
    public async Task Request_StartsWhileOnlyAlwaysInterleaveRequestsAwait()
    {
        var always = Grain.PassAlways("always");
        await Probe.Noted("always");
        Probe.Open("plain");
        await Grain.Pass("plain").Soon();
        Probe.Open("always");
        await always.Soon();
    }

    [Fact]
    public async Task CallChain_BackToACallerThatWaits_TimesOut()
    {
        var other = shared.Client.GetGrain<ITurnGrain>(Probe.NewKey(), typeof(TurnGrain).FullName);
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.CallBackThrough(other).Soon());
    }

    [Fact]
    public async Task CallChain_ToItself_TimesOut()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.CallSelf().Soon());
    }

    [Fact]
    public async Task CallChain_BackToAReentrantCaller_Succeeds()
    {
        var other = shared.Client.GetGrain<IReentrantTurnGrain>(Probe.NewKey());
        Probe.Open("called back");
        await Reentrant.CallBackThrough(other).Soon();
        Assert.Contains("called back ended", Probe.Notes);
    }

    [Fact]
    public async Task Awaits_ContinueInTheGrain()
    {
        Assert.Equal("", await Grain.WhereAwaitsContinue().Soon());
        Assert.Equal("", await TimeLimits.Outside(() => Grain.WhereAwaitsContinue()));
    }

    [Fact]
    public async Task CallersAsyncLocals_DoNotReachTheGrain()
    {
        await Grain.Overlaps().Soon();
        Assert.False(await TimeLimits.Outside(() =>
        {
            TurnGrainBase.Callers.Value = "the caller's";
            return Grain.SeesCallersAsyncLocal();
        }));
    }
}
