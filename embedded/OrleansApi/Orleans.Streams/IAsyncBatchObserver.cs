namespace Orleans.Streams;

/// <summary>Something that takes events in batches.</summary>
public interface IAsyncBatchObserver<T>
{
    /// <summary>Takes events.</summary>
    Task OnNextAsync(IList<SequentialItem<T>> items);

    /// <summary>Learns that there are no more.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>Learns of a failure.</summary>
    Task OnErrorAsync(Exception ex);
}
