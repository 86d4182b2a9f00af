using Microsoft.Extensions.DependencyInjection;
using Motia.Embedded.Storage;
using Motia.Embedded.Storage.Sqlite;
using Motia.Silo.CommandLine;
using Motia.Silo.Records;

namespace Motia.Silo.Storage;

/// <summary>Where grains keep their records: one SQLite file in the data directory.</summary>
internal static class SiloStorage
{
    public static void Add(ISiloBuilder silo, MotiaHostOptions options, ClusterSettings cluster)
    {
        if (cluster.ConnectionString is not null)
        {
            throw new StartupException(
                "The setting \"cluster.connectionString\" is given, but this silo was built for one process; build it with -p:OrleansRuntime=Packages, or remove the setting.");
        }

        silo.Services.AddSingleton(_ => Open(options.DataDirectory!));
        silo.Services.AddHostedService<StoreOpening>();
        silo.AddEmbeddedGrainStorage(
            GrainRecords.StorageName,
            services => services.GetRequiredService<SqliteRecordStore>(),
            GrainRecordCodec.Instance);
    }

    private static SqliteRecordStore Open(string directory)
    {
        try
        {
            return SqliteRecordStore.Open(directory);
        }
        catch (StoreOpenException exception)
        {
            throw new StartupException(exception.Message);
        }
    }
}
