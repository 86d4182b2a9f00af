using Orleans.Streams;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>One observer of a <see cref="TinyStream{T}"/>.</summary>
public sealed class TinySubscription<T>(TinyStream<T> stream, IAsyncObserver<T> observer) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => stream.StreamId;

    public override string ProviderName => stream.ProviderName;

    public override Guid HandleId { get; } = Guid.NewGuid();

    internal IAsyncObserver<T> Observer { get; } = observer;

    public override Task UnsubscribeAsync()
    {
        stream.Remove(this);
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        stream.Remove(this);
        return stream.SubscribeAsync(observer, token);
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) =>
        throw new NotSupportedException("This stream delivers one event at a time.");

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other?.HandleId == HandleId;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => HandleId.GetHashCode();
}
