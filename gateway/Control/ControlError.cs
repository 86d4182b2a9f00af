namespace Motia.Gateway.Control;

/// <summary>The body of a control answer that is not 2xx.</summary>
/// <param name="Error">What was found, what is allowed and what to do.</param>
internal sealed record ControlError(string Error);
