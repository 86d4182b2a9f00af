using Motia.OrleansConformance.Tests.Hosting;
using Motia.OrleansConformance.Tests.Turns;

namespace Motia.OrleansConformance.Tests.Workers;

[Collection(SiloCollection.Name)]
public sealed class WorkerTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private Probe Probe => Probe.Of(_key);

    [Fact]
    public async Task StatelessWorker_RunsInSeveralActivations_UpToItsMaximum()
    {
        var worker = shared.Client.GetGrain<IWorkerGrain>(_key);
        var calls = Enumerable.Range(0, 5).Select(_ => worker.Pass("gate")).ToArray();
        await Probe.Noted("passing", 3);
        Assert.Equal(3, Probe.Notes.Count);
        Probe.Open("gate");
        Assert.Equal(3, (await Task.WhenAll(calls).Soon()).Distinct().Count());
    }

    [Fact]
    public async Task ReentrantStatelessWorker_RunsAllCallsAtOnce_InNoMoreThanItsMaximum()
    {
        var worker = shared.Client.GetGrain<IReentrantWorkerGrain>(_key);
        var calls = Enumerable.Range(0, 20).Select(_ => Task.Run(() => worker.Pass("gate"))).ToArray();
        await Probe.Noted("passing", 20);
        Probe.Open("gate");
        Assert.InRange((await Task.WhenAll(calls).Soon()).Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task StatelessWorker_CalledFromOutside_DoesNotSeeTheCallersAsyncLocals()
    {
        var worker = shared.Client.GetGrain<IReentrantWorkerGrain>(_key);
        Probe.Open("gate");
        await worker.Pass("gate").Soon();
        Assert.False(await TimeLimits.Outside(() =>
        {
            TurnGrainBase.Callers.Value = "the caller's";
            return worker.SeesCallersAsyncLocal();
        }));
    }
}
