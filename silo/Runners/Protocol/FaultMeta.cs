namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of a Fault.</summary>
/// <param name="File">The file whose code ended the process.</param>
internal sealed record FaultMeta(string? File);
