using Motia.OrleansConformance.Tests.Hosting;
using Motia.OrleansConformance.Tests.Turns;
using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Workers;

[StatelessWorker(2), Reentrant]
public sealed class ReentrantWorkerGrain : Grain, IReentrantWorkerGrain
{
    private readonly Guid _which = Guid.NewGuid();

    public async Task<Guid> Pass(string gate)
    {
        var probe = Probe.Of(this.GetPrimaryKeyString());
        probe.Note("passing");
        await probe.Gate(gate);
        return _which;
    }

    public Task<bool> SeesCallersAsyncLocal() => Task.FromResult(TurnGrainBase.Callers.Value is not null);
}
