namespace Motia;

/// <summary>A stream could not be read or changed. The message says what was found, what is allowed and what to do.</summary>
/// <param name="code">What kind of failure it is.</param>
/// <param name="message">The whole story.</param>
/// <param name="cause">What reading the JSON ran into. Default: none.</param>
public sealed class StreamException(StreamError code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What kind of failure it is.</summary>
    public StreamError Code { get; } = code;
}
