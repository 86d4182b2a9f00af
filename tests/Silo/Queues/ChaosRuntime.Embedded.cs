using System.Collections.Concurrent;

namespace Motia.Silo.Tests.Queues;

/// <summary>What scenarios need of the runtime beyond its public interface.</summary>
internal sealed class ChaosRuntime
{
    private readonly ConcurrentDictionary<string, IGrainContext> _lanes = new(StringComparer.Ordinal);

    public static void Add(ISiloBuilder silo)
    {
    }

    /// <summary>Notes that a lane comes up. Called in its turn, where the scheduler is the activation.</summary>
    public void Note(string lane) => _lanes[lane] = (IGrainContext)TaskScheduler.Current;

    /// <summary>Ends a lane's activation as the runtime does when it collects or moves one.</summary>
    public Task DeactivateAsync(IGrainFactory grains, string lane)
    {
        if (_lanes.TryGetValue(lane, out var activation))
        {
            activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "The scenario wants it."));
        }

        return Task.CompletedTask;
    }
}
