namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>How a test's silo differs from others.</summary>
public sealed record TestSiloOptions
{
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan CollectionQuantum { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);
}
