namespace Motia.OrleansConformance.Tests.Workers;

public interface IReentrantWorkerGrain : IGrainWithStringKey
{
    /// <summary>Waits at the gate; gives the activation it ran in.</summary>
    Task<Guid> Pass(string gate);

    Task<bool> SeesCallersAsyncLocal();
}
