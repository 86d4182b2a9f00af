namespace Orleans.Streams;

/// <summary>An event of a batch, with its position.</summary>
[GenerateSerializer]
public class SequentialItem<T>(T item, StreamSequenceToken token)
{
    /// <summary>The event.</summary>
    [Id(0)]
    public T Item { get; } = item;

    /// <summary>Its position.</summary>
    [Id(1)]
    public StreamSequenceToken Token { get; } = token;
}
