namespace Motia.Silo.Runners.Protocol;

/// <summary>What came over a runner's connection is not what docs/runner-protocol.md allows; the connection is closed.</summary>
internal sealed class RunnerProtocolException(string message, Exception? cause = null) : Exception(message, cause);
