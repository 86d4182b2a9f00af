namespace Motia.Embedded.Activations;

/// <summary>The life of an activation. It only goes forward.</summary>
internal enum ActivationState : byte
{
    /// <summary>Nothing has run yet.</summary>
    Created,

    /// <summary>The grain is made, its records are read, and OnActivateAsync runs.</summary>
    Activating,

    /// <summary>Requests run.</summary>
    Active,

    /// <summary>No further request starts; OnDeactivateAsync runs when those that run have ended.</summary>
    Deactivating,

    /// <summary>Requests go to the next activation.</summary>
    Ended,
}
