using System.Net;

namespace Orleans.Runtime;

/// <summary>Where a silo listens and which of its starts this is.</summary>
public sealed class SiloAddress : IEquatable<SiloAddress>
{
    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    /// <summary>Where the silo listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Which start this is: seconds since 2022.</summary>
    public int Generation { get; }

    /// <summary>The address of a silo's start.</summary>
    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    /// <summary>The address in one word.</summary>
    public string ToParsableString() => $"{Endpoint}@{Generation}";

    /// <inheritdoc />
    public bool Equals(SiloAddress? other) => other is not null && Endpoint.Equals(other.Endpoint) && Generation == other.Generation;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    /// <inheritdoc />
    public override string ToString() => $"S{Endpoint}:{Generation}";
}
