using Microsoft.Extensions.DependencyInjection;
using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Activations;

public sealed class LifeGrain(ScopedService scoped) : Grain, ILifeGrain
{
    private readonly Guid _which = Guid.NewGuid();

    private Probe Probe => Probe.Of(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Probe.Note("activating");
        if (Probe.Notes.Contains("slow activate"))
        {
            await Probe.Gate("activate");
        }

        if (Probe.Notes.Contains("fail activate") && Probe.Notes.Count(note => note == "activating") == 1)
        {
            throw new InvalidOperationException("not today");
        }

        Probe.Note("activated");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // A killed silo on Orleans itself may come this far, with a cancelled token.
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        Probe.Note("deactivating");
        if (Probe.Notes.Contains("slow deactivate"))
        {
            await Probe.Gate("deactivate");
        }

        Probe.Note($"deactivated: {reason.ReasonCode}");
        if (Probe.Notes.Contains("fail deactivate"))
        {
            throw new InvalidOperationException("not cleanly");
        }
    }

    public Task<Guid> Which()
    {
        Probe.Note("which");
        return Task.FromResult(_which);
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Pass(string name)
    {
        Probe.Note(name);
        await Probe.Gate(name);
        Probe.Note($"{name} ended");
    }

    public Task DeactivateAndPass(string name)
    {
        DeactivateOnIdle();
        return Pass(name);
    }

    public Task<IReadOnlyList<Guid>> Scoped() =>
        Task.FromResult<IReadOnlyList<Guid>>([scoped.Id, ServiceProvider.GetRequiredService<ScopedService>().Id]);
}
