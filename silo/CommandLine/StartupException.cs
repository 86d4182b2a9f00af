namespace Motia.Silo.CommandLine;

/// <summary>The silo can't start; the message is the one line that says why and what to do.</summary>
internal sealed class StartupException(string message) : Exception(message);
