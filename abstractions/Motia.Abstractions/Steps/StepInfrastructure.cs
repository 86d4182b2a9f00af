namespace Motia;

/// <summary>Limits of a step's handler and the rules of its queue.</summary>
public sealed class StepInfrastructure
{
    /// <summary>Limits of the handler. Default: none given, so the kind's own apply.</summary>
    public HandlerSettings? Handler { get; init; }

    /// <summary>The rules of the queue; event steps only. Default: a standard queue with 3 retries.</summary>
    public QueueSettings? Queue { get; init; }
}
