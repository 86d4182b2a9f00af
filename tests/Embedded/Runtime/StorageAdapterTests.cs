using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Motia.Embedded.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Motia.Embedded.Tests.Runtime;

/// <summary>Grain storage over a record store.</summary>
public sealed class StorageAdapterTests
{
    private static readonly GrainId Id = GrainId.Create("order", "k:1");
    private readonly OneRecordStore _store = new();
    private readonly IGrainStorage _storage;

    public StorageAdapterTests()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo.AddEmbeddedGrainStorage(
            "records", _ => _store, GrainStateCodec.For<Payload>(payload => payload.Bytes, bytes => new Payload { Bytes = bytes })));
        _storage = builder.Build().Services.GetRequiredKeyedService<IGrainStorage>("records");
    }

    [Fact]
    public async Task Write_KeepsTheBytesUnderTheStatesNameAndTheGrainsIdentity()
    {
        var state = new GrainState<Payload>(new Payload { Bytes = new byte[] { 1, 2 } });
        await _storage.WriteStateAsync("items", Id, state);
        Assert.Equal(("items", "order/k:1"), _store.Address);
        Assert.True(state.RecordExists);
        var read = new GrainState<Payload>();
        await _storage.ReadStateAsync("items", Id, read);
        Assert.Equal([1, 2], read.State!.Bytes.ToArray());
        Assert.Equal(state.ETag, read.ETag);
    }

    [Fact]
    public async Task Conflict_IsInconsistentStateForThatOperationAlone()
    {
        var mine = new GrainState<Payload>(new Payload());
        await _storage.WriteStateAsync("items", Id, mine);
        var stale = new GrainState<Payload>(new Payload(), "old");
        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("items", Id, stale));
        Assert.Equal((mine.ETag, "old"), (conflict.StoredEtag, conflict.CurrentEtag));
        Assert.IsType<RecordConflictException>(conflict.InnerException);
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearStateAsync("items", Id, stale));
        await _storage.WriteStateAsync("items", Id, mine);
        await _storage.ClearStateAsync("items", Id, mine);
        Assert.False(mine.RecordExists);
        Assert.Null(mine.ETag);
    }

    [Fact]
    public async Task State_OfAnotherType_IsRefusedWithTheTypeThatIsAllowed()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _storage.WriteStateAsync("items", Id, new GrainState<string>("text")));
        Assert.Contains("System.String", refused.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Payload).FullName!, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_Null_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _storage.WriteStateAsync("items", Id, new GrainState<Payload>()));
        Assert.Contains("order/k:1", refused.Message, StringComparison.Ordinal);
    }
}
