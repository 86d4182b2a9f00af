namespace Motia.Silo.Items;

/// <summary>Items can't be read or saved now. Whether an unanswered change was kept is known only after reading again.</summary>
internal sealed class ItemsUnavailableException(string message, Exception? cause) : Exception(message, cause);
