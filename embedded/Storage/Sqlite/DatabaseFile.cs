using SQLitePCL;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>Opens the database file of a data directory, or makes it; or opens one in memory.</summary>
internal static class DatabaseFile
{
    public const string Name = "motia.db";

    static DatabaseFile() => Batteries_V2.Init();

    public static RecordDatabase OpenInMemory()
    {
        sqlite3 connection = Connect(SqliteRecordStore.InMemory, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        Execute(connection, StoreFormat.Schema);
        return new RecordDatabase(connection, SqliteRecordStore.InMemory, hasLog: false);
    }

    public static RecordDatabase Open(string directory)
    {
        string file = Path.Combine(directory, Name);
        try
        {
            if (!File.Exists(file))
            {
                string log = file + "-wal";
                if (File.Exists(log))
                {
                    throw StoreErrors.LogWithoutDatabase(file, log);
                }

                Create(directory, file);
            }

            StoreFormat.CheckHeader(file);
            return OpenExisting(directory, file);
        }
        catch (SqliteException found)
        {
            throw StoreErrors.CannotOpen(directory, file, found);
        }
        catch (Exception found) when (found is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.NotWritable(directory, $"'{file}': {found.Message}", found);
        }
    }

    // Made under another name and then renamed, so that a crash never leaves half a store.
    private static void Create(string directory, string file)
    {
        string building = file + ".new";
        File.Delete(building);
        File.Delete(building + "-journal");
        File.Delete(building + "-wal");
        CreateForThisUser(building);
        using (sqlite3 connection = Connect(building, raw.SQLITE_OPEN_READWRITE))
        {
            Execute(connection, "PRAGMA synchronous = FULL");
            Execute(connection, $"BEGIN; {StoreFormat.Schema} COMMIT");
            Execute(connection, "PRAGMA journal_mode = WAL");
        }

        File.Move(building, file);
    }

    private static void CreateForThisUser(string file)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(file, options).Dispose();
    }

    private static RecordDatabase OpenExisting(string directory, string file)
    {
        sqlite3 connection = Connect(file, raw.SQLITE_OPEN_READWRITE);
        RecordDatabase? database = null;
        try
        {
            if (raw.sqlite3_db_readonly(connection, "main") == 1)
            {
                throw StoreErrors.NotWritable(directory, $"'{file}' is read-only.");
            }

            // Until all is well, closing leaves the log as it is.
            SqliteException.Check(raw.sqlite3_db_config(connection, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _), connection);
            Execute(connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000");
            long version = QueryNumber(connection, "PRAGMA user_version");
            if (version > StoreFormat.Version)
            {
                throw StoreErrors.Newer(file, version);
            }

            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
            database = new RecordDatabase(connection, file, hasLog: true);

            // The ends of the table and of the index: cheap, and a file that was cut or overwritten seldom passes.
            QueryNumber(connection, "SELECT ifnull(max(id), 0) FROM record");
            database.Find("", "");

            // After a failed fsync the log may be readable now and gone after a power cut, so it is copied before anything is added to it.
            database.CheckpointAll();
            return database;
        }
        catch
        {
            database?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    private static sqlite3 Connect(string file, int flags)
    {
        int code = raw.sqlite3_open_v2(file, out sqlite3 connection, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        try
        {
            SqliteException.Check(code, connection);
            SqliteException.Check(raw.sqlite3_extended_result_codes(connection, 1), connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(sqlite3 connection, string sql) => SqliteException.Check(raw.sqlite3_exec(connection, sql), connection);

    private static long QueryNumber(sqlite3 connection, string sql)
    {
        SqliteException.Check(raw.sqlite3_prepare_v2(connection, sql, out sqlite3_stmt statement), connection);
        using (statement)
        {
            SqliteException.Check(raw.sqlite3_step(statement), connection);
            return raw.sqlite3_column_int64(statement, 0);
        }
    }
}
