namespace Orleans.Streams;

/// <summary>Something to subscribe to.</summary>
public interface IAsyncObservable<T>
{
    /// <summary>Subscribes an observer.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);

    /// <summary>Subscribes an observer from a position on.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null);
}
