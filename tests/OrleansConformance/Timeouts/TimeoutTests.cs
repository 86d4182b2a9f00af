using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Timeouts;

[Collection(SiloCollection.Name)]
public sealed class TimeoutTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private Probe Probe => Probe.Of(_key);

    private ISlowGrain Grain => shared.Client.GetGrain<ISlowGrain>(_key);

    [Fact]
    public async Task ResponseTimeoutOfTheMethod_CallerGetsTimeoutException_AndTheGrainGoesOn()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.PassBriefly("late").Soon());
        Assert.Equal(["late"], Probe.Notes);
        Probe.Open("late");
        await Probe.Noted("late ended");
    }

    [Fact]
    public async Task ResponseTimeout_OfACallFromOutsideAnyContext_HoldsToo()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => TimeLimits.Outside(() => Grain.PassBriefly("late")));
        Probe.Open("late");
        await Probe.Noted("late ended");
        await Assert.ThrowsAsync<TimeoutException>(() => TimeLimits.Outside(() => Grain.PassBrieflyByValue("by value").AsTask()));
    }

    [Fact]
    public async Task ResponseTimeout_LeavesTheNextRequestWaitingUntilTheLateOneEnds()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.PassBriefly("late").Soon());
        var next = Grain.Pass("next");
        Probe.Open("next");
        Assert.DoesNotContain("next", Probe.Notes);
        Probe.Open("late");
        await next.Soon();
        Assert.Equal(["late", "late ended", "next", "next ended"], Probe.Notes);
    }

    [Fact]
    public async Task RequestThatTimedOutWhileItWaited_NeverStarts()
    {
        var running = Grain.Pass("running");
        await Probe.Noted("running");
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.PassBriefly("waiting").Soon());
        var last = Grain.Pass("last");
        Probe.Open("last");
        Probe.Open("running");
        await Task.WhenAll(running, last).Soon();
        Assert.Equal(["running", "running ended", "last", "last ended"], Probe.Notes);
    }

    [Fact]
    public async Task ResponseTimeoutOfTheSilo_HoldsForMethodsWithoutTheirOwn()
    {
        await using var silo = await TestSilo.StartAsync(new() { ResponseTimeout = TimeSpan.FromSeconds(1) });
        await Assert.ThrowsAsync<TimeoutException>(() => silo.Client.GetGrain<ISlowGrain>(_key).Pass("late").Soon());
        Probe.Open("late");
        await Probe.Noted("late ended");
    }
}
