using System.Net;
using System.Net.Sockets;

namespace Motia.Silo.Tests.Queues;

/// <inheritdoc cref="IChaosRuntime" />
internal sealed class ChaosRuntime : IChaosRuntime
{
    /// <summary>More would only be in each other's way.</summary>
    public const int ScenariosAtATime = 2;

    public static void Add(ISiloBuilder silo)
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        silo.UseLocalhostClustering(((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    public void Note(string lane)
    {
    }

    // As the runtime collects them: all that are idle, because one alone can't be named.
    public Task DeactivateAsync(IGrainFactory grains, string lane) => grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
}
