using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream, whatever its events.</summary>
public interface IAsyncStream
{
    /// <summary>Whether a subscription can begin in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>The name of the provider.</summary>
    string ProviderName { get; }

    /// <summary>The stream's identity.</summary>
    StreamId StreamId { get; }
}
