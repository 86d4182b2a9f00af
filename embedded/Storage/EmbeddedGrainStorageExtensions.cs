using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Storage;

namespace Motia.Embedded.Storage;

/// <summary>Adds the storage provider of Embedded to a silo.</summary>
public static class EmbeddedGrainStorageExtensions
{
    /// <summary>Adds a storage provider that keeps its records in a record store.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The name by which grains ask for it: <c>[PersistentState("items", name)]</c>.</param>
    /// <param name="store">Finds or makes the store, once. The container disposes neither the store nor the provider: register the store if it should.</param>
    /// <param name="codec">How the states become bytes.</param>
    public static ISiloBuilder AddEmbeddedGrainStorage(
        this ISiloBuilder builder, string name, Func<IServiceProvider, IRecordStore> store, GrainStateCodec codec)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(codec);
        builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => new EmbeddedGrainStorage(name, store(services), codec));
        return builder;
    }
}
