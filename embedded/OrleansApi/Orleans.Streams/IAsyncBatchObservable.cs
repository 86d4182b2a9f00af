namespace Orleans.Streams;

/// <summary>Something to subscribe to, in batches.</summary>
public interface IAsyncBatchObservable<T>
{
    /// <summary>Subscribes an observer.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer);

    /// <summary>Subscribes an observer from a position on.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token);
}
