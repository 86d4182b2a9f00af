using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Cluster;

/// <summary>Starts the silos of a cluster.</summary>
internal static class ClusterSilo
{
    /// <summary>Writes a <c>motia.json</c> that names the database.</summary>
    public static ProjectFolder Cluster(this ProjectFolder project, ClusterDatabase database) =>
        project.Write("motia.json", new JsonObject { ["cluster"] = new JsonObject { ["connectionString"] = database.ConnectionString } }.ToJsonString());

    /// <summary>Starts a silo; its ports of the cluster are any that are free.</summary>
    public static Task<SiloProcess> StartAsync(ProjectFolder project, string name, params (string Name, string Value)[] variables)
    {
        using var siloPort = Free();
        using var gatewayPort = Free();
        var environment = new Dictionary<string, string>
        {
            ["Motia__Cluster__SiloPort"] = $"{((IPEndPoint)siloPort.LocalEndpoint).Port}",
            ["Motia__Cluster__GatewayPort"] = $"{((IPEndPoint)gatewayPort.LocalEndpoint).Port}",
        };
        foreach (var variable in variables)
        {
            environment.Add(variable.Name, variable.Value);
        }

        siloPort.Stop();
        gatewayPort.Stop();
        return SiloProcess.StartInAsync(project.Root, ["--steps", project.Steps, "--data", project.PathOf(name)], environment);
    }

    private static TcpListener Free()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
