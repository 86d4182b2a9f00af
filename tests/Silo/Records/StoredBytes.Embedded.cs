using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Motia.Embedded.Storage;
using Motia.Embedded.Storage.Sqlite;
using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Tests.Records;

/// <summary>What the runtime's storage makes of a record.</summary>
internal static class StoredBytes
{
    /// <summary>Writes a record; answers what is stored and what is read again.</summary>
    public static async Task<(byte[] Stored, byte[] Read)> KeepAsync(byte[] payload)
    {
        await using var store = SqliteRecordStore.Open(SqliteRecordStore.InMemory);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo.AddEmbeddedGrainStorage(GrainRecords.StorageName, _ => store, GrainRecordCodec.Instance));
        using var host = builder.Build();
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(GrainRecords.StorageName);
        var grain = GrainId.Create("state", "g:a");
        await new GrainRecords(storage, grain).Own("state").WriteAsync(payload);
        var stored = await store.ReadAsync("state", grain.ToString());
        return (stored!.Value.Data.ToArray(), await new GrainRecords(storage, grain).Own("state").ReadAsync());
    }
}
