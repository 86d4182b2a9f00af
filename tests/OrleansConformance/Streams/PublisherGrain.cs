using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Streams;

public sealed class PublisherGrain : Grain, IPublisherGrain
{
    public async Task Publish(string topic, IReadOnlyList<string> events)
    {
        var stream = this.GetStreamProvider(TestSilo.Topics).GetStream<string>(StreamId.Create(topic, this.GetPrimaryKeyString()));
        await stream.OnNextAsync(events[0]);
        await stream.OnNextBatchAsync(events.Skip(1));
    }

    public Task<string> FindMissing()
    {
        try
        {
            this.GetStreamProvider("missing");
            return Task.FromResult("found");
        }
        catch (KeyNotFoundException missing)
        {
            return Task.FromResult(missing.Message);
        }
    }
}
