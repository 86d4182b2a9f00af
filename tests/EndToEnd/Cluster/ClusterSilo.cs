using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Cluster;

/// <summary>Starts one silo of several that share a database and a project's steps. Each has a file of its own for what its handlers note, which <c>NOTES</c> names.</summary>
internal static class ClusterSilo
{
    /// <summary>Writes into the project which database its silos share.</summary>
    public static void Connect(ProjectFolder project, ClusterDatabase database) =>
        project.Write("motia.json", new JsonObject { ["cluster"] = new JsonObject { ["connectionString"] = database.ConnectionString } }.ToJsonString());

    /// <summary>What the handlers of a silo noted.</summary>
    public static string[] NotesOf(ProjectFolder project, string name) => File.Exists(project.PathOf($"{name}.notes")) ? File.ReadAllLines(project.PathOf($"{name}.notes")) : [];

    // Their ports of the cluster are any that are free.
    public static Task<SiloProcess> StartAsync(ProjectFolder project, string name)
    {
        using var siloPort = Free();
        using var gatewayPort = Free();
        var environment = new Dictionary<string, string>
        {
            ["NOTES"] = project.PathOf($"{name}.notes"),
            ["Motia__Cluster__SiloPort"] = $"{((IPEndPoint)siloPort.LocalEndpoint).Port}",
            ["Motia__Cluster__GatewayPort"] = $"{((IPEndPoint)gatewayPort.LocalEndpoint).Port}",
        };
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
