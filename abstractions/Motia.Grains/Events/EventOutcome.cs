namespace Motia.Grains;

/// <summary>How an attempt at a delivery ended.</summary>
public enum EventOutcome
{
    /// <summary>The handler succeeded.</summary>
    Done,

    /// <summary>The handler failed, or ran out of its time.</summary>
    Failed,

    /// <summary>The delivery can never be handled: its data do not satisfy the step's schema.</summary>
    Rejected,

    /// <summary>It was not the delivery's fault: the silo stops, the step is not loaded, an emit was refused as overloaded. The attempt does not count.</summary>
    Returned,
}
