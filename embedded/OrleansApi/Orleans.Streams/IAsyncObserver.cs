namespace Orleans.Streams;

/// <summary>Something that takes events.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>Takes an event.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>Learns that there are no more.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>Learns of a failure.</summary>
    Task OnErrorAsync(Exception ex);
}
