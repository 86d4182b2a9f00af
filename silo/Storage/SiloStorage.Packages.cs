using Motia.Silo.CommandLine;
using Motia.Silo.Records;

namespace Motia.Silo.Storage;

/// <summary>Where grains keep their records: in the cluster's PostgreSQL database; in memory, for one silo, when nothing is to be kept.</summary>
internal static class SiloStorage
{
    private const string Invariant = "Npgsql";

    public static void Add(ISiloBuilder silo, MotiaHostOptions options, ClusterSettings cluster)
    {
        if (cluster.ConnectionString is { } connection)
        {
            silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, connection));
            silo.AddAdoNetGrainStorage(GrainRecords.StorageName, storage =>
            {
                (storage.Invariant, storage.ConnectionString) = (Invariant, connection);
                storage.GrainStorageSerializer = new GrainRecordSerializer();

                // A cleared record must not stay behind as an empty row.
                storage.DeleteStateOnClear = true;
            });
            silo.ConfigureEndpoints(cluster.SiloPort, cluster.GatewayPort);
            return;
        }

        if (options.DataDirectory != SiloOptions.InMemory)
        {
            throw new StartupException(
                "This silo was built with -p:OrleansRuntime=Packages and keeps its data in PostgreSQL; give \"cluster.connectionString\" in motia.json, or keep nothing with --data :memory:.");
        }

        silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort);
        silo.AddMemoryGrainStorage(GrainRecords.StorageName);
    }
}
