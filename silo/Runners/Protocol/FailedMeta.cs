namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of a Failed.</summary>
/// <param name="Error">What the handler threw.</param>
internal sealed record FailedMeta(ErrorMeta? Error);
