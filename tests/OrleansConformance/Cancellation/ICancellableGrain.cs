namespace Motia.OrleansConformance.Tests.Cancellation;

public interface ICancellableGrain : IGrainWithStringKey
{
    /// <summary>Notes the name and waits for the token; then notes whether the token's callback ran in the grain.</summary>
    Task Wait(string name, CancellationToken cancellationToken);

    Task Pass(string name);

    Task<string> Quick(CancellationToken cancellationToken);
}
