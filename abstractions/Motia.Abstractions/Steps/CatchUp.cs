namespace Motia;

/// <summary>What a <see cref="CronStep"/> does about occurrences it missed.</summary>
public enum CatchUp
{
    /// <summary>Skips them all.</summary>
    None,

    /// <summary>Runs once, for the last one.</summary>
    Last,

    /// <summary>Runs each of them, in order.</summary>
    All,
}
