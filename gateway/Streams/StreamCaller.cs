namespace Motia.Gateway.Streams;

/// <summary>Who has connected to the streams.</summary>
/// <param name="connection">The request it came with.</param>
public sealed class StreamCaller(StreamConnection connection)
{
    /// <summary>The request it came with.</summary>
    public StreamConnection Connection => connection;

    /// <summary>Who it is, as the code that made <see cref="Known"/> has it. For <see cref="IStreamGuard"/> alone.</summary>
    public object? Auth { get; set; }

    /// <summary>The version of the project's code that said who it is. For <see cref="IStreamGuard"/> alone.</summary>
    public object? Known { get; set; }
}
