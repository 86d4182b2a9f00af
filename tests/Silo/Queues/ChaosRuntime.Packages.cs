using System.Net;
using System.Net.Sockets;

namespace Motia.Silo.Tests.Queues;

/// <summary>What scenarios need of the runtime beyond its public interface.</summary>
internal sealed class ChaosRuntime
{
    public static void Add(ISiloBuilder silo)
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        silo.UseLocalhostClustering(((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    /// <summary>Notes that a lane comes up.</summary>
    public void Note(string lane)
    {
    }

    /// <summary>Ends activations as the runtime does when it collects them: here all that are idle, because one alone can't be named.</summary>
    public Task DeactivateAsync(IGrainFactory grains, string lane) => grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
}
