namespace Motia.Grains;

/// <summary>What happened to a stream's group.</summary>
public enum StreamChangeKind
{
    /// <summary>An item is new.</summary>
    Create,

    /// <summary>An item is another one.</summary>
    Update,

    /// <summary>An item is gone.</summary>
    Delete,

    /// <summary>An event was sent.</summary>
    Event,
}
