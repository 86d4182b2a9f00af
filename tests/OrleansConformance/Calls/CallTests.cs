using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Calls;

[Collection(SiloCollection.Name)]
public sealed class CallTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private ICallGrain Grain => shared.Client.GetGrain<ICallGrain>(_key);

    [Fact]
    public async Task Call_EachReturnShape_GivesItsResult()
    {
        await Grain.Nothing().Soon();
        Assert.Equal("text", await Grain.Echo("text").Soon());
        foreach (var late in new[] { false, true })
        {
            await Grain.NothingByValue(late).AsTask().Soon();
            Assert.Equal(8, await Grain.Increment(7, late).AsTask().Soon());
        }
    }

    [Fact]
    public Task Call_FromOutsideAnyContext_GivesItsResult() => TimeLimits.Outside(Call_EachReturnShape_GivesItsResult);

    [Fact]
    public async Task Call_BytesAndRecords_ArriveAsSent()
    {
        ReadOnlyMemory<byte> bytes = new byte[] { 1, 2, 3 };
        Assert.Equal(bytes.ToArray(), (await Grain.Bytes(bytes).Soon()).ToArray());
        var parcel = await Grain.Pass(new BinaryMessage("name", bytes)).Soon();
        Assert.Equal("name", parcel.Name);
        Assert.Equal(bytes.ToArray(), parcel.Content.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_MethodThrows_CallerGetsTheException(bool late)
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.Throw(late).Soon());
        Assert.Equal("as thrown", thrown.Message);
        thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => TimeLimits.Outside(() => Grain.Throw(late)));
        Assert.Equal("as thrown", thrown.Message);
        thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => TimeLimits.Outside(() => Grain.ThrowByValue(late).AsTask()));
        Assert.Equal("as thrown", thrown.Message);
    }

    [Fact]
    public async Task Call_MethodThrowsBeforeItReturnsATask_CallerGetsTheException()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => TimeLimits.Outside(() => Grain.ThrowBeforeTheTask()));
        Assert.Equal("as thrown", thrown.Message);
    }

    [Fact]
    public Task Call_MethodThrowsCancellation_CallerGetsIt() =>
        Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grain.ThrowCancelled().Soon());

    [Fact]
    public void GetGrain_NobodyImplementsTheInterface_ThrowsArgumentException() =>
        Assert.Throws<ArgumentException>(() => shared.Client.GetGrain<IUnimplementedGrain>(_key));

    [Fact]
    public async Task Grain_KnowsItsKeyAndIdentity()
    {
        Assert.Equal(_key, await Grain.Key().Soon());
        Assert.Equal(_key, Grain.GetPrimaryKeyString());
        Assert.Equal($"call/{_key}", await Grain.GrainIdText().Soon());
        Assert.Equal($"call/{_key}", Grain.GetGrainId().ToString());
    }

    [Fact]
    public async Task References_ToTheSameGrain_AreEqual()
    {
        Assert.Equal(Grain, shared.Client.GetGrain<ICallGrain>(_key));
        Assert.Equal(Grain.GetHashCode(), shared.Client.GetGrain<ICallGrain>(_key).GetHashCode());
        Assert.NotEqual(Grain, shared.Client.GetGrain<ICallGrain>(Probe.NewKey()));
        Assert.Equal(Grain, await Grain.Self().Soon());
        Assert.Equal(Grain, shared.Client.GetGrain<ICallGrain>(Grain.GetGrainId()));
    }

    [Fact]
    public async Task Reference_PassedInACall_ReachesItsGrain()
    {
        var other = shared.Client.GetGrain<ICallGrain>(Probe.NewKey());
        Assert.Equal(other.GetPrimaryKeyString(), await Grain.AskOther(other).Soon());
        Assert.Equal(_key, await (await Grain.Self().Soon()).Key().Soon());
    }

    [Fact]
    public async Task OneWayCall_EndsForTheCallerBeforeTheMethodEnds()
    {
        var probe = Probe.Of(_key);
        await Grain.Tell("told").Soon();
        Assert.Empty(probe.Notes);
        probe.Open("tell");
        await probe.Noted("told");
    }

    [Fact]
    public async Task OneWayCall_MethodThrows_CallerDoesNotLearnOfIt()
    {
        await Grain.TellAndThrow("told").Soon();
        await Probe.Of(_key).Noted("told");
        Assert.Equal("still there", await Grain.Echo("still there").Soon());
    }
}
