using System.Net;
using System.Net.Sockets;

namespace Motia.Silo.Tests.Records;

internal sealed partial class RecordSilo
{
    private static void AddRuntime(ISiloBuilder silo)
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        silo.UseLocalhostClustering(((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
