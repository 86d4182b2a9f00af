using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Cancellation;

public sealed class CancellableGrain : Grain, ICancellableGrain
{
    private Probe Probe => Probe.Of(this.GetPrimaryKeyString());

    public async Task Wait(string name, CancellationToken cancellationToken)
    {
        var own = TaskScheduler.Current;
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(() =>
        {
            Probe.Note(TaskScheduler.Current == own ? $"{name} cancelled in the grain" : $"{name} cancelled elsewhere");
            cancelled.SetResult();
        });
        Probe.Note(name);
        await cancelled.Task;
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async Task Pass(string name)
    {
        Probe.Note(name);
        await Probe.Gate(name);
    }

    public Task<string> Quick(CancellationToken cancellationToken) =>
        Task.FromResult(cancellationToken.IsCancellationRequested ? "cancelled" : "quick");
}
