namespace Motia.Silo.Runners;

/// <summary>A runner could not be started, or did not load.</summary>
internal sealed class RunnerStartException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether what it runs in is not on this machine.</summary>
    public bool IsMissingRuntime { get; init; }
}
