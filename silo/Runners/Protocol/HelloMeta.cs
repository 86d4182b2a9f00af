namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of a Hello.</summary>
/// <param name="Protocol">The version that the runner speaks.</param>
/// <param name="Language">What it runs.</param>
/// <param name="Version">The version of its interpreter.</param>
internal sealed record HelloMeta(int Protocol, string? Language, string? Version);
