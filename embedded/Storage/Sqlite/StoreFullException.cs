namespace Motia.Embedded.Storage.Sqlite;

/// <summary>The disk is full. The operation was undone and may be repeated; the store goes on when there is room again.</summary>
public sealed class StoreFullException(string message, Exception? innerException = null) : Exception(message, innerException);
