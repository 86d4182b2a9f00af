using Motia.Grains;

namespace Motia.Silo.Tests.Queues;

/// <summary>An event step of a scenario.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFifo">Whether its queue keeps the order within groups.</param>
/// <param name="MaxRetries">How often a failed delivery is tried again.</param>
/// <param name="Concurrency">How many of its handlers may run at a time.</param>
/// <param name="DelaySeconds">How long a first attempt waits.</param>
internal sealed record ChaosStep(string Name, bool IsFifo, int MaxRetries, int Concurrency, int DelaySeconds)
{
    /// <summary>How long a handler may run, seconds.</summary>
    public const int Timeout = 10;

    /// <summary>How many of the step's lanes a scenario uses: few, so that each has many deliveries.</summary>
    public const int Lanes = 2;

    public StepDescription Description { get; } = new()
    {
        Name = Name,
        Type = StepKind.Event,
        Language = "csharp",
        File = $"steps/{Name}.step.cs",
        Subscribes = [$"{Name}.topic"],
        Infrastructure = new()
        {
            Handler = new() { Timeout = Timeout },
            Queue = new()
            {
                Type = IsFifo ? QueueType.Fifo : QueueType.Standard, MaxRetries = MaxRetries, Concurrency = Concurrency, DelaySeconds = DelaySeconds, VisibilityTimeout = 12,
            },
        },
    };
}
