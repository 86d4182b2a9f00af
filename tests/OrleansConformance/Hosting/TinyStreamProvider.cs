using System.Collections.Concurrent;
using Orleans.Streams;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>As little of a stream provider as can be: what is published waits for every observer.</summary>
public sealed class TinyStreamProvider(string name) : IStreamProvider
{
    private readonly ConcurrentDictionary<StreamId, object> _streams = new();

    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        (IAsyncStream<T>)_streams.GetOrAdd(streamId, static (id, name) => new TinyStream<T>(name, id), name);
}
