using System.Collections.Concurrent;

namespace Motia.Silo.Tests.Queues;

/// <inheritdoc cref="IChaosRuntime" />
internal sealed class ChaosRuntime : IChaosRuntime
{
    /// <summary>More would only be in each other's way.</summary>
    public const int ScenariosAtATime = 8;

    private readonly ConcurrentDictionary<string, IGrainContext> _lanes = new(StringComparer.Ordinal);

    public static void Add(ISiloBuilder silo)
    {
    }

    // In an activation's turn the scheduler is the activation.
    public void Note(string lane) => _lanes[lane] = (IGrainContext)TaskScheduler.Current;

    public Task DeactivateAsync(IGrainFactory grains, string lane)
    {
        if (_lanes.TryGetValue(lane, out var activation))
        {
            activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "The scenario wants it."));
        }

        return Task.CompletedTask;
    }
}
