namespace Motia.Gateway.Streams;

/// <summary>Who has connected to the streams.</summary>
/// <param name="connection">The request it came with.</param>
public sealed class StreamCaller(StreamConnection connection)
{
    /// <summary>The request it came with.</summary>
    public StreamConnection Connection => connection;

    /// <summary>Who it is, as the project's code said. For <see cref="IStreamGuard"/> alone.</summary>
    public object? Identity { get; set; }
}
