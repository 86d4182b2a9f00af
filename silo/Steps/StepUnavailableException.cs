namespace Motia.Silo.Steps;

/// <summary>What runs a step cannot take a call now, or ended under it; it is none of the call's doing. Requests are answered with 503, deliveries are returned without counting an attempt.</summary>
/// <param name="message">Why.</param>
/// <param name="wasRunning">Whether its handler had begun.</param>
/// <param name="isOwnDoing">Whether the step itself is to blame: an attempt at a delivery then counts, so that it ends as dead and is not repeated for ever.</param>
/// <param name="cause">What made it so.</param>
internal sealed class StepUnavailableException(string message, bool wasRunning = false, bool isOwnDoing = false, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether its handler had begun. Those that had not may be many, and whoever turns them away has said why.</summary>
    public bool WasRunning => wasRunning;

    /// <summary>Whether the step itself is to blame.</summary>
    public bool IsOwnDoing => isOwnDoing;

    public override string ToString() => Message;
}
