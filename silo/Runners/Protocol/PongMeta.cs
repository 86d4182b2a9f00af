namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of a Pong.</summary>
/// <param name="Memory">The resident bytes of the runner.</param>
internal sealed record PongMeta(long Memory);
