using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Timeouts;

public sealed class SlowGrain : Grain, ISlowGrain
{
    public async Task Pass(string name)
    {
        var probe = Probe.Of(this.GetPrimaryKeyString());
        probe.Note(name);
        await probe.Gate(name);
        probe.Note($"{name} ended");
    }

    public Task PassBriefly(string name) => Pass(name);

    public async ValueTask<int> PassBrieflyByValue(string name)
    {
        await Pass(name);
        return 1;
    }
}
