namespace Motia;

/// <summary>How long state is kept.</summary>
public sealed class StateSettings
{
    /// <summary>How long after a run began the state group named by its trace id is kept; other groups are kept until they are cleared.
    /// <c>7.00:00:00</c> is seven days. Default: none, which keeps all.</summary>
    public TimeSpan? Retention { get; set; }
}
