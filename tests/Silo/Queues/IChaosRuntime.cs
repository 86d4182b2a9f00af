namespace Motia.Silo.Tests.Queues;

/// <summary>What scenarios need of the runtime beyond its public interface.</summary>
internal interface IChaosRuntime
{
    /// <summary>Notes that a lane comes up. Called in its turn.</summary>
    void Note(string lane);

    /// <summary>Ends a lane's activation as the runtime does when it collects or moves one.</summary>
    Task DeactivateAsync(IGrainFactory grains, string lane);
}
