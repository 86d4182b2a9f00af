using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Cancellation;

[Collection(SiloCollection.Name)]
public sealed class CancellationTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private Probe Probe => Probe.Of(_key);

    private ICancellableGrain Grain => shared.Client.GetGrain<ICancellableGrain>(_key);

    [Fact]
    public async Task Token_NeverCancelled_ChangesNothing()
    {
        using var source = new CancellationTokenSource();
        Assert.Equal("quick", await Grain.Quick(source.Token).Soon());
        Assert.Equal("quick", await Grain.Quick(CancellationToken.None).Soon());
        Assert.Equal("quick", await TimeLimits.Outside(() => Grain.Quick(source.Token)));
    }

    [Fact]
    public async Task Token_CancelledBeforeTheCall_TheGrainIsNotCalled()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Grain.Wait("never", cancelled).Soon());
        Assert.Equal("quick", await Grain.Quick(CancellationToken.None).Soon());
        Assert.Empty(Probe.Notes);
    }

    [Fact]
    public Task Token_CancelledDuringTheCall_CallerIsFreeAndTheGrainLearnsOfItInATurn() => CancelDuringCall();

    [Fact]
    public Task Token_CancelledDuringACallFromOutsideAnyContext_DoesTheSame() => TimeLimits.Outside(CancelDuringCall);

    [Fact]
    public async Task Token_CancelledWhileTheRequestWaits_ItNeverStarts()
    {
        using var source = new CancellationTokenSource();
        var running = Grain.Pass("running");
        await Probe.Noted("running");
        var waiting = Grain.Wait("waiting", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        await AnotherCancellationArrived();
        Probe.Open("running");
        await running.Soon();
        Assert.Equal("quick", await Grain.Quick(CancellationToken.None).Soon());
        Assert.Equal(["running"], Probe.Notes);
    }

    /// <summary>On Orleans a cancellation travels like a call: one that was sent later has arrived, so the earlier one has too.</summary>
    private async Task AnotherCancellationArrived()
    {
        using var source = new CancellationTokenSource();
        var key = Hosting.Probe.NewKey();
        var call = shared.Client.GetGrain<ICancellableGrain>(key).Wait("later", source.Token);
        await Hosting.Probe.Of(key).Noted("later");
        await source.CancelAsync();
        await Hosting.Probe.Of(key).Noted("later cancelled in the grain");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
    }

    private async Task CancelDuringCall()
    {
        await Grain.Quick(CancellationToken.None);
        using var source = new CancellationTokenSource();
        var call = Grain.Wait("waiting", source.Token);
        await Probe.Noted("waiting");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        await Probe.Noted("waiting cancelled in the grain");
    }
}
