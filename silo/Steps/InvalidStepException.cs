namespace Motia.Silo.Steps;

/// <summary>A mistake in a step that keeps it from being loaded; becomes a step error with the place of its config or handler.</summary>
internal sealed class InvalidStepException(string message, bool isAboutHandler) : Exception(message)
{
    /// <summary>Whether the place to look is the handler rather than the config.</summary>
    public bool IsAboutHandler { get; } = isAboutHandler;
}
