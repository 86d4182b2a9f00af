namespace Motia.OrleansConformance.Tests.Activations;

public interface IIdleGrain : IGrainWithStringKey
{
    Task Touch();

    /// <summary>Starts a timer that ticks several times in the grain's collection age.</summary>
    Task StartTimer(bool keepAlive);
}
