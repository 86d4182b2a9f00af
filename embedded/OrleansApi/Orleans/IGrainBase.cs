using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime needs of every grain class.</summary>
public interface IGrainBase
{
    /// <summary>The activation that the grain lives in.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the activation's first request.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the activation's last request.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
