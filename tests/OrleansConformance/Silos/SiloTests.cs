using Microsoft.Extensions.DependencyInjection;
using Motia.OrleansConformance.Tests.Activations;
using Motia.OrleansConformance.Tests.Calls;
using Motia.OrleansConformance.Tests.Hosting;
using Motia.OrleansConformance.Tests.Timeouts;

namespace Motia.OrleansConformance.Tests.Silos;

public sealed class SiloTests
{
    [Fact]
    public async Task Stop_DeactivatesEveryActivation()
    {
        await using var silo = await TestSilo.StartAsync();
        var keys = Enumerable.Range(0, 20).Select(_ => Probe.NewKey()).ToArray();
        await Task.WhenAll(keys.Select(key => silo.Client.GetGrain<ILifeGrain>(key).Which())).Soon();
        await silo.StopAsync();
        Assert.All(keys, key => Assert.Equal("deactivated: ShuttingDown", Probe.Of(key).Notes[^1]));
    }

    [Fact]
    public async Task Stop_WaitsForTheRunningRequest()
    {
        await using var silo = await TestSilo.StartAsync();
        var key = Probe.NewKey();
        var running = silo.Client.GetGrain<ILifeGrain>(key).Pass("running");
        await Probe.Of(key).Noted("running");
        var stopping = silo.StopAsync();
        Probe.Of(key).Open("running");
        await running.Soon();
        await stopping;
        Assert.Equal(["running ended", "deactivating", "deactivated: ShuttingDown"], Probe.Of(key).Notes.TakeLast(3));
    }

    [Fact]
    public async Task Kill_DeactivatesNothing_AndFailsTheCallsThatWait()
    {
        await using var silo = await TestSilo.StartAsync();
        var (idle, busy) = (Probe.NewKey(), Probe.NewKey());
        await silo.Client.GetGrain<ILifeGrain>(idle).Which().Soon();
        var waiting = silo.Client.GetGrain<ISlowGrain>(busy).Pass("waiting");
        await Probe.Of(busy).Noted("waiting");
        await silo.KillAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting.Soon());
        Assert.Equal("which", Probe.Of(idle).Notes[^1]);
    }

    [Fact]
    public async Task Call_AfterTheSiloHasStopped_Fails()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Client.GetGrain<ICallGrain>(Probe.NewKey());
        await grain.Nothing().Soon();
        await silo.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(async () => await grain.Nothing().Soon());
    }

    [Fact]
    public Task Start_AGrainClassesCollectionAgeIsNotLongerThanTheQuantum_IsRefused() =>
        Assert.ThrowsAsync<OrleansConfigurationException>(() => TestSilo.StartAsync(new() { CollectionQuantum = TimeSpan.FromMinutes(1) }));

    [Fact]
    public async Task LocalSiloDetails_NameTheSilo()
    {
        await using var silo = await TestSilo.StartAsync();
        var details = silo.Services.GetRequiredService<ILocalSiloDetails>();
        Assert.NotEmpty(details.Name);
        Assert.NotEmpty(details.ClusterId);
        Assert.NotNull(details.SiloAddress);
    }

    [Fact]
    public async Task Services_GiveTheFactoryAndTheClient()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICallGrain>(Probe.NewKey());
        Assert.Equal("text", await grain.Echo("text").Soon());
        Assert.NotNull(silo.Client.ServiceProvider.GetService<ILocalSiloDetails>());
    }
}
