namespace Motia.Grains;

/// <summary>What a <see cref="RunNote"/> tells.</summary>
public enum RunNoteKind
{
    /// <summary>A delivery was accepted, or redriven.</summary>
    Accepted,

    /// <summary>An attempt failed; there will be another one.</summary>
    Retrying,

    /// <summary>A step ended well.</summary>
    Done,

    /// <summary>An api step failed, or a delivery is a dead letter.</summary>
    Failed,

    /// <summary>A person ended a delivery.</summary>
    Discarded,

    /// <summary>Nobody knows how a delivery ended: the process that noted it did not live to tell.</summary>
    Lost,
}
