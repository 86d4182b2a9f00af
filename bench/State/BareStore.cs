using System.Buffers.Binary;
using System.Diagnostics;
using Motia.Bench.CommandLine;
using SQLitePCL;

namespace Motia.Bench.State;

/// <summary>A bare SQLite file that holds the same rows as the product's, and a loop on one thread that writes them again and again.</summary>
internal sealed class BareStore : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _update;
    private readonly sqlite3_stmt _commit;
    private readonly IReadOnlyList<StoredRow> _rows;
    private int _next;
    private long _writes;

    public BareStore(string file, IReadOnlyList<StoredRow> rows)
    {
        _rows = rows;
        _connection = Sqlite.Open(file, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

        // As the product sets its own: an exclusive lock, and a log of 4,000 pages between checkpoints.
        Sqlite.Execute(_connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000");
        Sqlite.Execute(_connection, "CREATE TABLE row(name TEXT NOT NULL, key TEXT NOT NULL, data BLOB NOT NULL, UNIQUE(name, key)) STRICT");
        _begin = Sqlite.Prepare(_connection, "BEGIN IMMEDIATE");
        _update = Sqlite.Prepare(_connection, "UPDATE row SET data = ?3 WHERE name = ?1 AND key = ?2");
        _commit = Sqlite.Prepare(_connection, "COMMIT");
        using var insert = Sqlite.Prepare(_connection, "INSERT INTO row(name, key, data) VALUES (?1, ?2, ?3)");
        foreach (var row in rows)
        {
            Write(insert, row);
        }
    }

    /// <summary>Reads the rows of the product's store, which must be closed.</summary>
    /// <param name="data">Its data directory.</param>
    /// <param name="name">The name of the records that count.</param>
    public static IReadOnlyList<StoredRow> RowsOf(string data, string name)
    {
        using var connection = Sqlite.Open(Path.Combine(data, "motia.db"), raw.SQLITE_OPEN_READWRITE);
        using var select = Sqlite.Prepare(connection, "SELECT key, data FROM record WHERE name = ?1");
        raw.sqlite3_bind_text(select, 1, name);
        var rows = new List<StoredRow>();
        while (raw.sqlite3_step(select) == raw.SQLITE_ROW)
        {
            rows.Add(new(name, raw.sqlite3_column_text(select, 0).utf8_to_string(), raw.sqlite3_column_blob(select, 1).ToArray()));
        }

        return rows.Count > 0 ? rows : throw new BenchException($"The product's store has no record named \"{name}\"; the controls copy those.");
    }

    /// <summary>Writes for a time.</summary>
    /// <param name="time">How long.</param>
    /// <param name="rowsTogether">How many rows one transaction has.</param>
    public CallResult Run(TimeSpan time, int rowsTogether)
    {
        var (cpu, start, count) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Sqlite.Run(_connection, _begin);
            for (var i = 0; i < rowsTogether; i++)
            {
                Write(_update, _rows[_next]);
                _next = (_next + 1) % _rows.Count;
            }

            Sqlite.Run(_connection, _commit);
            count += rowsTogether;
        }

        return new CallResult(count, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _update.Dispose();
        _commit.Dispose();
        _connection.Dispose();
    }

    private void Write(sqlite3_stmt statement, StoredRow row)
    {
        // SQLite writes nothing for a value that is there already.
        BinaryPrimitives.WriteInt64LittleEndian(row.Data, ++_writes);
        raw.sqlite3_bind_text(statement, 1, row.Name);
        raw.sqlite3_bind_text(statement, 2, row.Key);
        raw.sqlite3_bind_blob(statement, 3, row.Data);
        Sqlite.Run(_connection, statement);
    }
}
