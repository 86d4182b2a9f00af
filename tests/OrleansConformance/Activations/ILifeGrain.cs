using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Activations;

/// <summary>
/// A grain that notes what happens in its life. It waits at the gates "activate" and "deactivate" only when the test has noted "slow activate" or
/// "slow deactivate".
/// </summary>
public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>Which activation this is.</summary>
    Task<Guid> Which();

    Task Deactivate();

    [AlwaysInterleave]
    Task Pass(string name);

    Task DeactivateAndPass(string name);

    /// <summary>The scoped service of the activation, as injected and as found.</summary>
    Task<IReadOnlyList<Guid>> Scoped();
}
