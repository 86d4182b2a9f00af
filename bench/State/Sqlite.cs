using Motia.Bench.CommandLine;
using SQLitePCL;

namespace Motia.Bench.State;

/// <summary>The little that the controls need of SQLite.</summary>
internal static class Sqlite
{
    static Sqlite() => Batteries_V2.Init();

    public static sqlite3 Open(string file, int flags)
    {
        Check(raw.sqlite3_open_v2(file, out var connection, flags | raw.SQLITE_OPEN_NOMUTEX, null), connection);
        return connection;
    }

    public static void Execute(sqlite3 connection, string sql) => Check(raw.sqlite3_exec(connection, sql), connection);

    public static sqlite3_stmt Prepare(sqlite3 connection, string sql)
    {
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), connection);
        return statement;
    }

    public static void Run(sqlite3 connection, sqlite3_stmt statement)
    {
        Check(raw.sqlite3_step(statement), connection);
        raw.sqlite3_reset(statement);
    }

    private static void Check(int code, sqlite3 connection)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw new BenchException($"SQLite failed in a control: {raw.sqlite3_errmsg(connection).utf8_to_string()} ({code}).");
        }
    }
}
