using Orleans.Streams;

namespace Motia.Silo.Topics;

/// <summary>Topics as Orleans streams: a stream's namespace is the topic, its key the trace id. What is published is durable with every subscribed step before the call
/// returns, which no stock provider promises.</summary>
internal sealed class TopicStreamProvider(TopicPublisher publisher) : IStreamProvider
{
    /// <summary>The name under which the provider is registered, as a keyed service.</summary>
    public const string ProviderName = "motia";

    public string Name => ProviderName;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        typeof(T) == typeof(PublishedEvent)
            ? (IAsyncStream<T>)(object)new TopicStream(publisher, streamId)
            : throw new NotSupportedException($"Topics carry {typeof(PublishedEvent)} only; emit through StepContext.EmitAsync.");
}
