using SQLitePCL;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>
/// A result code of SQLite that is not success. Callers see it only as the inner exception of what <see cref="StoreErrors"/> makes of it.
/// </summary>
internal sealed class SqliteException(int code, string message) : Exception($"{message} (SQLite error {code})")
{
    /// <summary>The code without its extension: SQLITE_IOERR for SQLITE_IOERR_FSYNC.</summary>
    public int PrimaryCode { get; } = code & 0xff;

    /// <summary>The only error after which nothing is in doubt: SQLite undoes the transaction and can go on.</summary>
    public bool IsDiskFull => PrimaryCode == raw.SQLITE_FULL;

    public static void Check(int code, sqlite3 connection)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteException(code, raw.sqlite3_errmsg(connection).utf8_to_string());
        }
    }
}
