namespace Motia.OrleansConformance.Tests.Streams;

public interface IPublisherGrain : IGrainWithStringKey
{
    Task Publish(string topic, IReadOnlyList<string> events);

    Task<string> FindMissing();
}
