namespace Motia;

/// <summary>A step that has a handler: every kind but <see cref="NoopStep"/>.</summary>
public abstract class HandledStepConfig : StepConfig
{
    private protected HandledStepConfig()
    {
    }

    /// <summary>The topics the handler may emit. Empty, the default, allows every topic.</summary>
    public IReadOnlyList<Emit> Emits { get; init; } = [];

    /// <summary>Limits of the handler and, for event steps, the rules of its queue. Default: the kind's own.</summary>
    public StepInfrastructure? Infrastructure { get; init; }
}
