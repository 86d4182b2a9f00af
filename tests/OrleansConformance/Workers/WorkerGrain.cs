using Motia.OrleansConformance.Tests.Hosting;
using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Workers;

[StatelessWorker(3)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    private readonly Guid _which = Guid.NewGuid();

    public async Task<Guid> Pass(string gate)
    {
        var probe = Probe.Of(this.GetPrimaryKeyString());
        probe.Note("passing");
        await probe.Gate(gate);
        return _which;
    }
}
