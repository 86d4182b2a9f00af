namespace Motia;

/// <summary>What a <see cref="CronStep"/> does about an occurrence that comes while the previous one still runs.</summary>
public enum Overlap
{
    /// <summary>Skips it.</summary>
    Skip,

    /// <summary>Runs it after the previous one.</summary>
    Queue,

    /// <summary>Runs it at once, beside the previous one.</summary>
    Allow,
}
