using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Observers;

[Collection(SiloCollection.Name)]
public sealed class ObserverTests : IAsyncLifetime
{
    private readonly string _key = Probe.NewKey();
    private readonly IClusterClient _client;
    private readonly Watcher _watcher;
    private readonly IWatcher _reference;

    public ObserverTests(SharedSilo shared)
    {
        _client = shared.Client;
        _watcher = new Watcher(_key);
        _reference = _client.CreateObjectReference<IWatcher>(_watcher);
    }

    private Probe Probe => Probe.Of(_key);

    private INotifierGrain Grain => _client.GetGrain<INotifierGrain>(_key);

    public Task InitializeAsync() => Grain.Subscribe(_reference).Soon();

    public Task DisposeAsync()
    {
        GC.KeepAlive(_watcher);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Calls_ReachTheObject_InTheOrderInWhichTheGrainMadeThem()
    {
        await Grain.Tell(1, 200).Soon();
        await Probe.Noted("200");
        Assert.Equal(Enumerable.Range(1, 200).Select(number => $"{number}"), Probe.Notes);
    }

    [Fact]
    public async Task OneWayCalls_DoNotWaitForTheObject_AndRunOneAfterTheOther()
    {
        await Grain.TellSlowly(1, 50).Soon();
        await Probe.Noted("1 begins");
        await OthersAnswered();
        Assert.Equal(["1 begins"], Probe.Notes);
        Probe.Open("slowly");
        await Probe.Noted("50");
        Assert.Equal(Enumerable.Range(1, 50).SelectMany(number => new[] { $"{number} begins", $"{number}" }), Probe.Notes);
    }

    [Fact]
    public async Task Call_WithAResult_GivesIt() => Assert.Equal(8, await Grain.Ask(7).Soon());

    [Fact]
    public async Task Call_ObjectThrows_TheGrainGetsTheException()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.AskToThrow().Soon());
        Assert.Equal("as thrown", failure.Message);
    }

    [Fact]
    public async Task SameReference_SubscribedTwice_IsOne()
    {
        await Grain.Subscribe(_reference).Soon();
        Assert.Equal(1, await Grain.Watchers().Soon());
        await Grain.Subscribe(_client.CreateObjectReference<IWatcher>(_watcher)).Soon();
        Assert.Equal(2, await Grain.Watchers().Soon());
    }

    [Fact]
    public async Task DeletedReference_IsNotCalled_AndItsAnswerNeverComes()
    {
        await Grain.Tell(1, 1).Soon();
        await Probe.Noted("1");
        _client.DeleteObjectReference<IWatcher>(_reference);
        await Grain.Tell(2, 2).Soon();
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.Ask(1).Soon());
        Assert.Equal(["1"], Probe.Notes);
    }

    [Fact]
    public async Task CreateObjectReference_InAGrain_IsRefused() => Assert.Equal("refused", await Grain.MakeReference().Soon());

    /// <summary>Gives a call that must wait the time in which another object answers many, instead of sleeping.</summary>
    private async Task OthersAnswered()
    {
        var other = new Watcher(Hosting.Probe.NewKey());
        var grain = _client.GetGrain<INotifierGrain>(Hosting.Probe.NewKey());
        await grain.Subscribe(_client.CreateObjectReference<IWatcher>(other)).Soon();
        for (var call = 0; call < 100; call++)
        {
            await grain.Ask(call).Soon();
        }

        GC.KeepAlive(other);
    }
}
