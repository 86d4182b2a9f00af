using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Makes streams. Register one as a keyed service under its name.</summary>
public interface IStreamProvider
{
    /// <summary>The provider's name.</summary>
    string Name { get; }

    /// <summary>Whether a subscription can begin in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>The stream with this identity.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}
