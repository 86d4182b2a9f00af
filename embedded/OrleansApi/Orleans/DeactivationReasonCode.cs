namespace Orleans;

/// <summary>The kinds of reasons for which an activation ends. The numbers are those of Orleans.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>None given.</summary>
    None = 0,

    /// <summary>The silo stops.</summary>
    ShuttingDown = 1,

    /// <summary>OnActivateAsync, the constructor or reading the state failed.</summary>
    ActivationFailed = 2,

    /// <summary>Nobody called for longer than the collection age.</summary>
    ActivationIdle = 4,

    /// <summary>The grain let an error escape that makes its state untrustworthy.</summary>
    ApplicationError = 8,

    /// <summary>The grain called DeactivateOnIdle.</summary>
    ApplicationRequested = 9,
}
