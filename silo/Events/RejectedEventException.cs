namespace Motia.Silo.Events;

/// <summary>An event's data are not what the step takes; trying again would not help.</summary>
internal sealed class RejectedEventException(string message) : Exception(message);
