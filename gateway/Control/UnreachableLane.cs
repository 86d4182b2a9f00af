namespace Motia.Gateway.Control;

/// <summary>A lane that an answer goes without.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Lane">Which of the step's lanes, from 0; null if it may be any of them.</param>
/// <param name="Error">Why it could not be asked.</param>
internal sealed record UnreachableLane(string Step, int? Lane, string Error);
