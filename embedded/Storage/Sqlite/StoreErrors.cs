using SQLitePCL;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>Every error of the store is worded here.</summary>
internal static class StoreErrors
{
    public static StoreOpenException IsAFile(string path) =>
        new($"Data directory '{path}' is a file; it must be a directory. Name another directory, or move the file away.");

    public static StoreOpenException NotWritable(string directory, string found, Exception? inner = null) =>
        new($"Data directory '{directory}' cannot be written: {found} It must be a directory in which this user may create and change "
            + "files. Change its owner or mode, or name another directory.", inner);

    public static StoreOpenException InUse(string directory, string? processId, Exception? inner = null) =>
        new($"Data directory '{directory}' is in use by {(processId is null ? "another process" : $"process {processId}")}; only one may "
            + "use it at a time. Stop that process, or name another directory.", inner);

    public static StoreOpenException NoRoom(string directory, Exception inner) =>
        new($"Data directory '{directory}': the disk is full; nothing was lost. Free some space and start again.", inner);

    public static StoreOpenException NotADatabase(string file) =>
        new($"'{file}' is not a Motia store: it does not begin as an SQLite database does. It was not changed. "
            + "Restore it from a backup, or move it away to begin with an empty store.");

    public static StoreOpenException Foreign(string file, uint applicationId) =>
        new($"'{file}' is another program's SQLite database (application id 0x{applicationId:X8}; a Motia store has "
            + $"0x{StoreFormat.ApplicationId:X8}). It was not changed. Name another data directory, or move the file away.");

    public static StoreOpenException Newer(string file, long version) =>
        new($"'{file}' has format version {version}; this version of Motia reads format {StoreFormat.Version}. "
            + "It was not changed. Use the Motia that wrote it or a newer one.");

    public static StoreOpenException LogWithoutDatabase(string file, string log) =>
        new($"'{log}' exists, but '{file}', to which it belongs, does not. Nothing was changed. "
            + "Put the database file back, or move the log away to begin with an empty store.");

    public static StoreOpenException CannotOpen(string directory, string file, SqliteException found) => found.PrimaryCode switch
    {
        raw.SQLITE_FULL => NoRoom(directory, found),
        raw.SQLITE_BUSY => InUse(directory, null, found),
        raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => NotWritable(directory, $"'{file}': {found.Message}.", found),
        raw.SQLITE_IOERR =>
            new($"'{file}' cannot be read or written: {found.Message}. Check the disk and start again; nothing was overwritten.", found),
        _ => new($"'{file}' is damaged: {found.Message}. It was not repaired or overwritten. Restore it from a backup, or move it away "
            + $"together with '{Path.GetFileName(file)}-wal' to begin with an empty store.", found),
    };

    public static StoreFullException Full(string file, Exception found) =>
        new($"'{file}' could not be written: the disk is full. The operation was undone; repeat it when there is room again.", found);

    public static string FailureReason(string file, Exception found) =>
        found is SqliteException { PrimaryCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB }
            ? $"'{file}' is damaged: {found.Message}. The store takes no more writes; records in sound pages can be read. Stop, and "
                + "restore the file from a backup."
            : $"'{file}' failed: {found.Message}. The store takes no more writes. Check the disk, then restart: what was acknowledged "
                + "is recovered.";
}
