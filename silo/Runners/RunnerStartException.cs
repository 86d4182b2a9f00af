namespace Motia.Silo.Runners;

/// <summary>A runner could not be started or did not load; the message says why and what to do.</summary>
internal sealed class RunnerStartException(string message, Exception? cause = null) : Exception(message, cause);
