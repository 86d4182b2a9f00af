namespace Motia;

/// <summary>How large things may be.</summary>
public sealed class LimitSettings
{
    /// <summary>The largest request body in bytes; a larger one is answered with 413. Default: 31,457,280 (30 MB). At least 1.</summary>
    public long Body { get; set; } = 30 * 1024 * 1024;
}
