using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Activations;

/// <summary>Idle activations go. The clock here is the real one, which Orleans' collector does not let a test replace.</summary>
public sealed class CollectionTests
{
    private static readonly TestSiloOptions ShortAge = new() { CollectionAge = TimeSpan.FromSeconds(3) };

    [Fact]
    public async Task IdleActivation_IsDeactivatedAfterTheCollectionAge()
    {
        await using var silo = await TestSilo.StartAsync(ShortAge);
        var key = Probe.NewKey();
        await silo.Client.GetGrain<ILifeGrain>(key).Which().Soon();
        await Probe.Of(key).Noted("deactivated: ActivationIdle");
    }

    [Fact]
    public async Task IdleActivation_IsDeactivatedAfterTheAgeOfItsClass_AndATimerKeepsItOnlyIfItSaysSo()
    {
        await using var silo = await TestSilo.StartAsync();
        var (kept, let) = (Probe.NewKey(), Probe.NewKey());
        await silo.Client.GetGrain<IIdleGrain>(kept).StartTimer(keepAlive: true).Soon();
        await silo.Client.GetGrain<IIdleGrain>(let).StartTimer(keepAlive: false).Soon();
        await Probe.Of(let).Noted("deactivated: ActivationIdle");
        var ticks = Probe.Of(kept).Notes.Count;
        await Probe.Of(kept).Noted("tick", ticks + 12);
        Assert.DoesNotContain("deactivated: ActivationIdle", Probe.Of(kept).Notes);
    }

    [Fact]
    public async Task RunningRequest_KeepsTheActivation()
    {
        await using var silo = await TestSilo.StartAsync(ShortAge);
        var (busy, idle) = (Probe.NewKey(), Probe.NewKey());
        var grain = silo.Client.GetGrain<ILifeGrain>(busy);
        var which = await grain.Which().Soon();
        var running = grain.Pass("running");
        await Probe.Of(busy).Noted("running");
        for (var round = 0; round < 2; round++)
        {
            await silo.Client.GetGrain<ILifeGrain>($"{idle}/{round}").Which().Soon();
            await Probe.Of($"{idle}/{round}").Noted("deactivated: ActivationIdle");
        }

        Probe.Of(busy).Open("running");
        await running.Soon();
        Assert.Equal(which, await grain.Which().Soon());
    }
}
