namespace Motia.Silo.Steps;

/// <summary>What runs a step cannot take a call now, or ended under it; it was none of the call's doing. Requests are answered with 503, deliveries are returned without counting an attempt.</summary>
internal sealed class StepUnavailableException(string message) : Exception(message);
