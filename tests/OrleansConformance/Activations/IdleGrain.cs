using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Activations;

[CollectionAgeLimit("00:00:02")]
public sealed class IdleGrain : Grain, IIdleGrain
{
    private Probe Probe => Probe.Of(this.GetPrimaryKeyString());

    public Task Touch() => Task.CompletedTask;

    public Task StartTimer(bool keepAlive)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Probe.Note("tick");
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.25)) { KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Probe.Note($"deactivated: {reason.ReasonCode}");
        return Task.CompletedTask;
    }
}
