using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <content>On Orleans itself.</content>
public sealed partial class TestSilo
{
    private static void AddRuntime(ISiloBuilder silo, TestSiloOptions options)
    {
        var (siloPort, gatewayPort) = FreePorts();
        silo.UseLocalhostClustering(siloPort, gatewayPort);
        silo.AddMemoryGrainStorage(Records, storage => storage.GrainStorageSerializer = new BytesStateSerializer());

        // Two, the default, fails calls of a grain that is deactivated again and again.
        silo.Configure<SiloMessagingOptions>(messaging => messaging.MaxForwardCount = byte.MaxValue);
    }

    private static (int Silo, int Gateway) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
