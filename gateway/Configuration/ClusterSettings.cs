namespace Motia;

/// <summary>How a silo joins a cluster. Only for a silo built with <c>-p:OrleansRuntime=Packages</c>; the Embedded one refuses to start with them.</summary>
public sealed class ClusterSettings
{
    /// <summary>The PostgreSQL database that holds membership and records; Orleans' own schema scripts have been run in it. Default: none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The port on which this silo talks to others. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port on which this silo takes Orleans clients. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;
}
