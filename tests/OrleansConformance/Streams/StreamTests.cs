using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Streams;

[Collection(SiloCollection.Name)]
public sealed class StreamTests(SharedSilo shared)
{
    private readonly string _key = Probe.NewKey();

    private IPublisherGrain Grain => shared.Client.GetGrain<IPublisherGrain>(_key);

    [Fact]
    public async Task StreamProvider_OfOnesOwn_IsFoundByGrainsAndClients()
    {
        var stream = shared.Client.GetStreamProvider(TestSilo.Topics).GetStream<string>(StreamId.Create("orders", _key));
        var subscription = await stream.SubscribeAsync(new EventNotes(_key)).Soon();
        await Grain.Publish("orders", ["one", "two", "three"]).Soon();
        Assert.Equal(["one", "two", "three"], Probe.Of(_key).Notes);
        await subscription.UnsubscribeAsync().Soon();
        await Grain.Publish("orders", ["four"]).Soon();
        Assert.Equal(3, Probe.Of(_key).Notes.Count);
    }

    [Fact]
    public async Task StreamProvider_NotRegistered_ThrowsKeyNotFound()
    {
        Assert.Contains("missing", await Grain.FindMissing().Soon(), StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => shared.Client.GetStreamProvider("missing"));
    }

    [Fact]
    public void StreamId_KeepsItsNamespaceAndKey()
    {
        var id = StreamId.Create("orders", "k:1");
        Assert.Equal("orders", id.GetNamespace());
        Assert.Equal("k:1", id.GetKeyAsString());
        Assert.Equal("orders/k:1", id.ToString());
        Assert.Equal(id, StreamId.Create("orders", "k:1"));
        Assert.NotEqual(id, StreamId.Create("orders", "k:2"));
        Assert.Null(StreamId.Create(null, "k:1").GetNamespace());
    }
}
