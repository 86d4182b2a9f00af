using Motia.Grains.Tests.Hosting;

namespace Motia.Grains.Tests.Activations;

/// <summary>Idle activations go. The clock here is the real one, which Orleans' collector does not let a test replace.</summary>
public sealed class CollectionTests : IAsyncLifetime
{
    private TestSilo? _silo;

    public async Task InitializeAsync() => _silo = await TestSilo.StartAsync(new() { CollectionAge = TimeSpan.FromSeconds(3) });

    public async Task DisposeAsync() => await _silo!.DisposeAsync();

    [Fact]
    public async Task IdleActivation_IsDeactivatedAfterTheCollectionAge()
    {
        var key = Probe.NewKey();
        await _silo!.Client.GetGrain<ILifeGrain>(key).Which().Soon();
        await Probe.Of(key).Noted("deactivated: ActivationIdle");
    }

    [Fact]
    public async Task IdleActivation_IsDeactivatedAfterTheAgeOfItsClass_AndATimerKeepsItOnlyIfItSaysSo()
    {
        var (kept, let) = (Probe.NewKey(), Probe.NewKey());
        await _silo!.Client.GetGrain<IIdleGrain>(kept).StartTimer(keepAlive: true).Soon();
        await _silo.Client.GetGrain<IIdleGrain>(let).StartTimer(keepAlive: false).Soon();
        await Probe.Of(let).Noted("deactivated: ActivationIdle");
        var ticks = Probe.Of(kept).Notes.Count;
        await Probe.Of(kept).Noted("tick", ticks + 12);
        Assert.DoesNotContain("deactivated: ActivationIdle", Probe.Of(kept).Notes);
    }

    [Fact]
    public async Task RunningRequest_KeepsTheActivation()
    {
        var (busy, idle) = (Probe.NewKey(), Probe.NewKey());
        var running = _silo!.Client.GetGrain<ILifeGrain>(busy).Pass("running");
        await Probe.Of(busy).Noted("running");
        for (var round = 0; round < 2; round++)
        {
            var other = _silo.Client.GetGrain<ILifeGrain>($"{idle}/{round}");
            await other.Which().Soon();
            await Probe.Of($"{idle}/{round}").Noted("deactivated: ActivationIdle");
        }

        Assert.DoesNotContain("deactivating", Probe.Of(busy).Notes);
        Probe.Of(busy).Open("running");
        await running.Soon();
    }
}
