using System.Diagnostics.CodeAnalysis;
using Orleans.Streams;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>A stream that hands what is published to its observers, one after the other.</summary>
[SuppressMessage("Design", "CA1036", Justification = "Orleans compares streams without operators.")]
public sealed class TinyStream<T>(string providerName, StreamId streamId) : IAsyncStream<T>
{
    private readonly List<TinySubscription<T>> _subscriptions = [];

    public bool IsRewindable => false;

    public string ProviderName => providerName;

    public StreamId StreamId => streamId;

    public async Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        foreach (var subscription in Subscriptions())
        {
            await subscription.Observer.OnNextAsync(item, token);
        }
    }

    public async Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch)
        {
            await OnNextAsync(item, token);
        }
    }

    public Task OnErrorAsync(Exception ex) => Task.WhenAll(Subscriptions().Select(one => one.Observer.OnErrorAsync(ex)));

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        var subscription = new TinySubscription<T>(this, observer);
        lock (_subscriptions)
        {
            _subscriptions.Add(subscription);
        }

        return Task.FromResult<StreamSubscriptionHandle<T>>(subscription);
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) =>
        throw new NotSupportedException("This stream delivers one event at a time.");

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() =>
        Task.FromResult<IList<StreamSubscriptionHandle<T>>>([.. Subscriptions()]);

    public bool Equals(IAsyncStream<T>? other) => other is not null && StreamId.Equals(other.StreamId);

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => StreamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => string.CompareOrdinal(StreamId.ToString(), other?.StreamId.ToString());

    internal void Remove(TinySubscription<T> subscription)
    {
        lock (_subscriptions)
        {
            _subscriptions.Remove(subscription);
        }
    }

    private TinySubscription<T>[] Subscriptions()
    {
        lock (_subscriptions)
        {
            return [.. _subscriptions];
        }
    }
}
