namespace Motia.Embedded.Storage.Sqlite;

/// <summary>
/// The disk failed or the file is damaged, so that the store takes no more writes until it is opened again. Whether the operation that
/// met the failure was kept is not known; everything acknowledged before it is recovered at the next open.
/// </summary>
public sealed class StoreFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
