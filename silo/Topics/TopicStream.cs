using System.Diagnostics.CodeAnalysis;
using Orleans.Streams;

namespace Motia.Silo.Topics;

/// <summary>The events of one run on one topic. Steps subscribe by their config, so there are no subscriptions of other kinds.</summary>
[SuppressMessage("Design", "CA1036", Justification = "Orleans compares streams without operators.")]
internal sealed class TopicStream(TopicPublisher publisher, StreamId streamId) : IAsyncStream<PublishedEvent>
{
    public bool IsRewindable => false;

    public string ProviderName => TopicStreamProvider.ProviderName;

    public StreamId StreamId => streamId;

    public Task OnNextAsync(PublishedEvent item, StreamSequenceToken? token = null) => OnNextBatchAsync([item], token);

    public Task OnNextBatchAsync(IEnumerable<PublishedEvent> batch, StreamSequenceToken? token = null) =>
        publisher.PublishAsync(streamId.GetNamespace()!, streamId.GetKeyAsString(), batch as IReadOnlyList<PublishedEvent> ?? [.. batch]);

    public Task OnErrorAsync(Exception ex) => throw Unsupported();

    public Task<StreamSubscriptionHandle<PublishedEvent>> SubscribeAsync(IAsyncObserver<PublishedEvent> observer) => throw Unsupported();

    public Task<StreamSubscriptionHandle<PublishedEvent>> SubscribeAsync(
        IAsyncObserver<PublishedEvent> observer, StreamSequenceToken? token, string? filterData = null) => throw Unsupported();

    public Task<StreamSubscriptionHandle<PublishedEvent>> SubscribeAsync(IAsyncBatchObserver<PublishedEvent> observer) => throw Unsupported();

    public Task<StreamSubscriptionHandle<PublishedEvent>> SubscribeAsync(IAsyncBatchObserver<PublishedEvent> observer, StreamSequenceToken? token) =>
        throw Unsupported();

    public Task<IList<StreamSubscriptionHandle<PublishedEvent>>> GetAllSubscriptionHandles() => Task.FromResult<IList<StreamSubscriptionHandle<PublishedEvent>>>([]);

    public bool Equals(IAsyncStream<PublishedEvent>? other) => other is not null && StreamId.Equals(other.StreamId);

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<PublishedEvent>);

    public override int GetHashCode() => StreamId.GetHashCode();

    public int CompareTo(IAsyncStream<PublishedEvent>? other) => string.CompareOrdinal(StreamId.ToString(), other?.StreamId.ToString());

    private static NotSupportedException Unsupported() => new("A topic is subscribed by a step's config.");
}
