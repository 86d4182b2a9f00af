using Motia.OrleansConformance.Tests.Hosting;
using Orleans.Storage;

namespace Motia.OrleansConformance.Tests.Storage;

[Collection(SiloCollection.Name)]
public sealed class StorageTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private IRecordGrain Grain => shared.Client.GetGrain<IRecordGrain>(_key);

    [Fact]
    public async Task State_NeverWritten_DoesNotExist()
    {
        Assert.False(await Grain.Exists().Soon());
        Assert.Null(await Grain.Get().Soon());
        Assert.Null(await Grain.Etag().Soon());
    }

    [Fact]
    public async Task State_Written_IsReadBeforeTheNextActivationActivates()
    {
        await Grain.Set("kept").Soon();
        Assert.True(await Grain.Exists().Soon());
        await Grain.Deactivate().Soon();
        Assert.Equal("kept", await Grain.GetAtActivation().Soon());
        Assert.Equal("kept", await Grain.Get().Soon());
    }

    [Fact]
    public async Task Write_ChangesTheEtag()
    {
        await Grain.Set("one").Soon();
        var first = await Grain.Etag().Soon();
        Assert.NotNull(first);
        await Grain.Set("two").Soon();
        Assert.NotEqual(first, await Grain.Etag().Soon());
    }

    [Fact]
    public async Task Writes_AtTheSameTime_RunInOrderAndTheLastOneStays()
    {
        await Grain.SetThrice().Soon();
        await Grain.Deactivate().Soon();
        Assert.Equal("three", await Grain.Get().Soon());
    }

    [Fact]
    public async Task Writes_AtTheSameTime_NeverOverlapInTheStore()
    {
        await shared.Client.GetGrain<IFaultyGrain>(_key).WriteThrice().Soon();
        var notes = Probe.Of(_key).Notes;
        Assert.NotEmpty(notes);
        Assert.All(notes, (note, index) => Assert.Equal(index % 2 == 0 ? "write begins" : "write ends", note));
    }

    [Fact]
    public async Task Write_StaleEtag_ThrowsInconsistentState_AndChangesNothing()
    {
        await Grain.Set("mine").Soon();
        await Grain.WriteBehind("another's").Soon();
        Assert.Equal(nameof(InconsistentStateException), await Grain.TrySet("mine again").Soon());
        await Grain.Reread().Soon();
        Assert.Equal("another's", await Grain.Get().Soon());
        Assert.Equal("", await Grain.TrySet("mine at last").Soon());
    }

    [Fact]
    public async Task Write_RecordMadeByAnother_ThrowsInconsistentState()
    {
        Assert.False(await Grain.Exists().Soon());
        await Grain.WriteBehind("another's").Soon();
        Assert.Equal(nameof(InconsistentStateException), await Grain.TrySet("mine").Soon());
    }

    [Fact]
    public async Task InconsistentState_CaughtByTheGrain_KeepsTheActivation()
    {
        await Grain.Set("mine").Soon();
        var which = await Grain.Which().Soon();
        await Grain.WriteBehind("another's").Soon();
        await Grain.TrySet("mine again").Soon();
        Assert.Equal(which, await Grain.Which().Soon());
    }

    [Fact]
    public async Task InconsistentState_EscapingARequest_ReachesTheCallerAndEndsTheActivation()
    {
        await Grain.Set("mine").Soon();
        var which = await Grain.Which().Soon();
        await Grain.WriteBehind("another's").Soon();
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.Set("mine again").Soon());
        Assert.NotEqual(which, await Grain.Which().Soon());
        Assert.Equal("another's", await Grain.Get().Soon());
    }

    [Fact]
    public async Task Clear_RemovesTheRecord()
    {
        await Grain.Set("gone").Soon();
        await Grain.Clear().Soon();
        Assert.False(await Grain.Exists().Soon());
        await Grain.Deactivate().Soon();
        Assert.False(await Grain.Exists().Soon());
        await Grain.Set("back").Soon();
        Assert.Equal("back", await Grain.Get().Soon());
    }

    [Fact]
    public async Task State_ReachedOutsideATurn_Throws() =>
        Assert.Equal(nameof(InvalidOperationException), await Grain.ReachOutsideATurn().Soon());

    [Fact]
    public async Task Read_Fails_TheCallFailsAndTheNextOneTriesAgain()
    {
        var grain = shared.Client.GetGrain<IFaultyGrain>(_key);
        Probe.Of(_key).Note("fail read");
        var failure = await Assert.ThrowsAnyAsync<OrleansException>(() => grain.Nothing().Soon());
        Assert.Contains("The disk failed to read.", failure.ToString(), StringComparison.Ordinal);
        await shared.Client.GetGrain<IFaultyGrain>(Probe.NewKey()).Nothing().Soon();
    }

    [Fact]
    public async Task Write_Fails_TheGrainGetsAnErrorOfTheRuntimeWithTheProvidersInside()
    {
        var grain = shared.Client.GetGrain<IFaultyGrain>(_key);
        await grain.Write().Soon();
        Probe.Of(_key).Note("fail write");
        Probe.Of(_key).Note("fail clear");
        var failure = await Assert.ThrowsAnyAsync<OrleansException>(() => grain.Write().Soon());
        Assert.IsType<IOException>(failure.InnerException);
        failure = await Assert.ThrowsAnyAsync<OrleansException>(() => grain.Clear().Soon());
        Assert.IsType<IOException>(failure.InnerException);
    }

    [Fact]
    public async Task StorageProvider_NotRegistered_TheCallFailsAndNamesIt()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => shared.Client.GetGrain<IMissingProviderGrain>(_key).Nothing().Soon());
        Assert.Contains("nowhere", failure.ToString(), StringComparison.Ordinal);
    }
}
