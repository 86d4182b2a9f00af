namespace Motia.Silo.State;

/// <summary>An update can't be done; nothing of it was. The message names the operation.</summary>
internal sealed class StateUpdateException(string message) : Exception(message);
