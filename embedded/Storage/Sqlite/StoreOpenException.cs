namespace Motia.Embedded.Storage.Sqlite;

/// <summary>
/// The store could not be opened. The message says what was found, where, what is allowed and what to do; nothing was lost.
/// </summary>
public sealed class StoreOpenException(string message, Exception? innerException = null) : Exception(message, innerException);
