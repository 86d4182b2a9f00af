namespace Motia.Grains;

/// <summary>Where a delivery is that has not ended.</summary>
public enum DeliveryStatus
{
    /// <summary>It waits for its first attempt: for its time, a free place, or the end of the one before it in its group.</summary>
    Waiting,

    /// <summary>Its handler runs.</summary>
    Running,

    /// <summary>It failed and waits for its next attempt.</summary>
    Retrying,

    /// <summary>Its step is not loaded: it was renamed or removed, or has an error.</summary>
    NotLoaded,
}
