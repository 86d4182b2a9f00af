namespace Motia;

/// <summary>An event was not accepted. The message says what was found, what is allowed and what to do.</summary>
/// <param name="code">Why.</param>
/// <param name="message">The whole story.</param>
/// <param name="innerException">What caused it, if something did.</param>
public sealed class EmitException(EmitError code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public EmitError Code { get; } = code;
}
