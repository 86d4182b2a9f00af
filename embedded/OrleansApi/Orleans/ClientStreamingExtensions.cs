using Orleans.Streams;

namespace Orleans;

/// <summary>Stream providers, as code that is not a grain finds them.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The stream provider that is registered as a keyed service under this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client);
        return GrainStreamingExtensions.Find(client.ServiceProvider, name);
    }
}
