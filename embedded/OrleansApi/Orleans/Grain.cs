using System.Diagnostics.CodeAnalysis;
using Motia.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grains. Everything in it runs in the grain's turns, one at a time.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Binds the grain to the activation that is creating it.</summary>
    protected Grain() => GrainContext = Activation.Running;

    /// <inheritdoc />
    [AllowNull]
    public IGrainContext GrainContext { get; private set; }

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.Of(this).Silo.Client;

    /// <summary>The services of this activation's own scope.</summary>
    protected internal IServiceProvider ServiceProvider => Activation.Of(this).ActivationServices;

    /// <summary>Deactivates this activation as soon as its running requests have ended; the next call makes a new one.</summary>
    protected void DeactivateOnIdle() => ((IGrainBase)this).DeactivateOnIdle();

    /// <summary>Runs before the activation's first request. When it throws, the waiting calls fail with its exception and the next call tries again.</summary>
    /// <param name="cancellationToken">Is cancelled when the activation takes too long.</param>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the activation's last request. It does not run when the process is killed.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="cancellationToken">Is cancelled when the deactivation takes too long.</param>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}
