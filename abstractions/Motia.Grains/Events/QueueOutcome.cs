namespace Motia.Grains;

/// <summary>How a call on a step's queue ended.</summary>
public enum QueueOutcome
{
    /// <summary>Done, and durable.</summary>
    Done,

    /// <summary>There is no such delivery.</summary>
    Missing,

    /// <summary>It runs just now; repeat the call when it has ended.</summary>
    Running,

    /// <summary>The lane has as many deliveries, or bytes, as it may; nothing was stored.</summary>
    Overloaded,

    /// <summary>The call breaks a rule; it fails again.</summary>
    Invalid,

    /// <summary>The store failed. Whether anything was stored is not known; deliveries with the same ids may be handed over again.</summary>
    Unavailable,
}
