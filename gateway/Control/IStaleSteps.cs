using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>What a catalog source also is where steps change while they run: it tells which of them are served from an older version than their file.</summary>
public interface IStaleSteps
{
    /// <summary>Whether a step is served from its last good version, because its file, or something that goes with it, now has a mistake.</summary>
    /// <param name="step">A step of the current catalog.</param>
    bool IsStale(StepDescription step);
}
