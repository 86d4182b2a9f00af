using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Observers;

/// <summary>Notes on its probe what it is told.</summary>
public sealed class Watcher(string key) : IWatcher
{
    private Probe Probe => Probe.Of(key);

    public void Tell(int number) => Probe.Note($"{number}");

    public async Task TellSlowly(int number)
    {
        Probe.Note($"{number} begins");
        await Probe.Gate("slowly");
        Probe.Note($"{number}");
    }

    public Task<int> Ask(int number) => Task.FromResult(number + 1);

    public Task Throw() => throw new InvalidOperationException("as thrown");
}
