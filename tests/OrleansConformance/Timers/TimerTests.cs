using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Timers;

[Collection(SiloCollection.Name)]
public sealed class TimerTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private Probe Probe => Probe.Of(_key);

    private ITimerGrain Grain => shared.Client.GetGrain<ITimerGrain>(_key);

    [Fact]
    public async Task Timer_TicksAgainAndAgain_UntilItIsDisposed()
    {
        await Grain.Start(interleave: false).Soon();
        await Probe.Noted("tick", 3);
        await Grain.Stop().Soon();
        await OthersTicked(20);
        Assert.Equal("stopped", Probe.Notes[^1]);
    }

    [Fact]
    public async Task Tick_WaitsUntilTheRunningRequestHasEnded()
    {
        await Grain.Start(interleave: false).Soon();
        await Probe.Noted("tick");
        var request = Grain.Pass("request");
        await Probe.Noted("request");
        await OthersTicked(20);
        Assert.Equal("request", Probe.Notes[^1]);
        Probe.Open("request");
        await request.Soon();
        var notes = Probe.Notes.ToList();
        Assert.Equal(notes.IndexOf("request") + 1, notes.IndexOf("request ended"));
    }

    [Fact]
    public async Task Tick_OfAnInterleavingTimer_StartsWhileARequestAwaits()
    {
        await Grain.Start(interleave: true).Soon();
        var request = Grain.Pass("request");
        await Probe.When(notes => notes.SkipWhile(note => note != "request").Count(note => note == "tick") >= 3);
        Probe.Open("request");
        await request.Soon();
    }

    [Fact]
    public async Task Request_WaitsUntilTheRunningTickHasEnded()
    {
        await Grain.StartWaiting().Soon();
        await Probe.Noted("tick");
        var request = Grain.Pass("request");
        Probe.Open("request");
        await OthersTicked(20);
        Assert.Equal(["tick"], Probe.Notes);
        Probe.Open("tick");
        await request.Soon();
        Assert.True(Probe.Notes.ToList().IndexOf("tick ended") < Probe.Notes.ToList().IndexOf("request"));
    }

    [Fact]
    public async Task Dispose_CancelsTheTokenOfTheRunningTick()
    {
        await Grain.StartWaiting().Soon();
        await Probe.Noted("tick");
        await Grain.Stop().Soon();
        await Probe.Noted("tick cancelled");
    }

    [Fact]
    public async Task Tick_Throws_TheTimerGoesOn()
    {
        await Grain.StartThrowing().Soon();
        await Probe.Noted("tick", 3);
    }

    [Fact]
    public async Task InfinitePeriod_TicksOnce_AndChangeStartsItAgain()
    {
        await Grain.StartOnce().Soon();
        await Probe.Noted("tick");
        await OthersTicked(20);
        Assert.Equal(["tick"], Probe.Notes);
        await Grain.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan).Soon();
        await Probe.Noted("tick", 2);
        await OthersTicked(20);
        Assert.Equal(["tick", "tick"], Probe.Notes);
        await Grain.Change(TimeSpan.Zero, TimeSpan.FromMilliseconds(10)).Soon();
        await Probe.Noted("tick", 5);
    }

    [Fact]
    public async Task Deactivation_StopsTheTimers()
    {
        await Grain.Start(interleave: false).Soon();
        await Probe.Noted("tick");
        await Grain.Deactivate().Soon();
        await Probe.Noted("deactivated");
        await OthersTicked(20);
        Assert.Equal("deactivated", Probe.Notes[^1]);
    }

    [Fact]
    public async Task RegisterGrainTimer_OutsideATurn_IsRefused() => Assert.Equal("refused", await Grain.RegisterOutsideATurn().Soon());

    /// <summary>Gives this grain's timer the time in which another's ticked so many times, instead of sleeping.</summary>
    private async Task OthersTicked(int times)
    {
        var other = Hosting.Probe.NewKey();
        var grain = shared.Client.GetGrain<ITimerGrain>(other);
        await grain.Start(interleave: false).Soon();
        await Hosting.Probe.Of(other).Noted("tick", times);
        await grain.Stop().Soon();
    }
}
