using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Motia.Grains;
using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Tests.Records;

/// <summary>A silo in the test's process, on whichever runtime the tests are compiled against, over records that outlive it.</summary>
internal sealed partial class RecordSilo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private RecordSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<RecordSilo> StartAsync(MemoryRecords records, TimeProvider? time = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddKeyedSingleton<IGrainStorage>(GrainRecords.StorageName, records);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.UseOrleans(AddRuntime);
        var silo = new RecordSilo(builder.Build());
        await silo._host.StartAsync().WaitAsync(Patience);
        return silo;
    }

    public IStateGrain State(string group) => Grains.GetGrain<IStateGrain>(GrainKeys.Group(group));

    public IStreamGrain Stream(string stream, string group) => Grains.GetGrain<IStreamGrain>(GrainKeys.Stream(stream, group));

    /// <summary>The names of all groups that are listed.</summary>
    public async Task<string[]> GroupsAsync(string kind = DirectoryShards.StateGroups)
    {
        var pages = await Task.WhenAll(Grains.Directories(kind).Select(shard => shard.List("", 10_000)));
        return [.. pages.SelectMany(page => page.Names).Order(StringComparer.Ordinal)];
    }

    /// <summary>Stops the silo as a host does: its grains are deactivated.</summary>
    public Task StopAsync() => _host.StopAsync().WaitAsync(Patience);

    /// <summary>Stops the silo as a crash would, as far as that goes in one process.</summary>
    public Task KillAsync() => _host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _host.Dispose();
    }
}
