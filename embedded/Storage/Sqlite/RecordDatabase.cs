using System.Text;
using SQLitePCL;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>The statements on the one connection. Used by one thread at a time.</summary>
internal sealed class RecordDatabase : IDisposable
{
    // At 4 KB a page, the log stays near 16 MB: long enough that a page written often is copied once, short enough to read at a start.
    private const int CheckpointPages = 4_000;

    private readonly sqlite3 _connection;
    private readonly List<sqlite3_stmt> _statements = [];
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollback;
    private readonly sqlite3_stmt _read;
    private readonly sqlite3_stmt _find;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _update;
    private readonly sqlite3_stmt _delete;
    private readonly bool _hasLog;

    // A version is never used twice, not even by a record that was deleted and made again in the same row, or after a restart.
    private long _lastVersion = Random.Shared.NextInt64(long.MaxValue / 2);

    /// <summary>Takes the connection over.</summary>
    public RecordDatabase(sqlite3 connection, string file, bool hasLog)
    {
        _connection = connection;
        File = file;
        _hasLog = hasLog;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _read = Prepare("SELECT id, version, data FROM record WHERE name = ?1 AND key = ?2");
        _find = Prepare("SELECT id, version FROM record WHERE name = ?1 AND key = ?2");
        _insert = Prepare("INSERT INTO record(name, key, version, data) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");
        _update = Prepare("UPDATE record SET version = ?5, data = ?6 WHERE id = ?3 AND version = ?4 AND name = ?1 AND key = ?2");
        _delete = Prepare("DELETE FROM record WHERE id = ?3 AND version = ?4 AND name = ?1 AND key = ?2");
    }

    /// <summary>The path of the database file, for messages.</summary>
    public string File { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(_connection) == 0;

    public void Begin() => Run(_begin);

    public void Commit() => Run(_commit);

    public void Rollback()
    {
        // SQLite has rolled back by itself after some errors.
        if (InTransaction)
        {
            Run(_rollback);
        }
    }

    public StoredRecord? Read(string name, string key)
    {
        BindRecord(_read, name, key);
        try
        {
            return Step(_read)
                ? new StoredRecord(raw.sqlite3_column_blob(_read, 2).ToArray(), VersionIn(_read).ToString())
                : null;
        }
        finally
        {
            raw.sqlite3_reset(_read);
        }
    }

    public RecordVersion? Find(string name, string key)
    {
        BindRecord(_find, name, key);
        try
        {
            return Step(_find) ? VersionIn(_find) : null;
        }
        finally
        {
            raw.sqlite3_reset(_find);
        }
    }

    /// <summary>Null when the record exists already.</summary>
    public RecordVersion? Insert(string name, string key, ReadOnlySpan<byte> data)
    {
        BindRecord(_insert, name, key);
        Check(raw.sqlite3_bind_int64(_insert, 3, ++_lastVersion));
        Check(raw.sqlite3_bind_blob(_insert, 4, data));
        return Change(_insert) ? new RecordVersion(raw.sqlite3_last_insert_rowid(_connection), _lastVersion) : null;
    }

    /// <summary>Null when the record has another version, or is gone.</summary>
    public RecordVersion? Update(string name, string key, RecordVersion expected, ReadOnlySpan<byte> data)
    {
        BindRecord(_update, name, key, expected);
        Check(raw.sqlite3_bind_int64(_update, 5, ++_lastVersion));
        Check(raw.sqlite3_bind_blob(_update, 6, data));
        return Change(_update) ? expected with { Version = _lastVersion } : null;
    }

    /// <summary>False when the record has another version, or is gone.</summary>
    public bool Delete(string name, string key, RecordVersion expected)
    {
        BindRecord(_delete, name, key, expected);
        return Change(_delete);
    }

    /// <summary>
    /// Copies the log into the database file when it has grown long, and says whether it did. SQLite's own checkpoints would swallow a
    /// failed fsync and later drop the log as if the pages had arrived. On a full disk the log stays, and the next commit tries again.
    /// </summary>
    public bool CheckpointWhenDue()
    {
        if (!_hasLog || PagesInLog(reset: false) < CheckpointPages)
        {
            return false;
        }

        int code = raw.sqlite3_wal_checkpoint_v2(_connection, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        if ((code & 0xff) == raw.SQLITE_FULL)
        {
            return false;
        }

        Check(code);
        PagesInLog(reset: true);
        return true;
    }

    /// <summary>Copies the whole log into the database file and empties it.</summary>
    public void CheckpointAll()
    {
        if (_hasLog)
        {
            Check(raw.sqlite3_wal_checkpoint_v2(_connection, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _));
            PagesInLog(reset: true);
        }
    }

    /// <summary>
    /// Lets <see cref="Dispose"/> remove the log, which <see cref="CheckpointAll"/> emptied; otherwise it stays for the next open.
    /// </summary>
    public void RemoveLogAtClose() => Check(raw.sqlite3_db_config(_connection, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, out _));

    public void Dispose()
    {
        foreach (sqlite3_stmt statement in _statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static RecordVersion VersionIn(sqlite3_stmt statement) =>
        new(raw.sqlite3_column_int64(statement, 0), raw.sqlite3_column_int64(statement, 1));

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt statement));
        _statements.Add(statement);
        return statement;
    }

    // Counts what the connection wrote since the last reset: the log has no other writer.
    private int PagesInLog(bool reset)
    {
        Check(raw.sqlite3_db_status(_connection, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, reset ? 1 : 0));
        return pages;
    }

    private void BindRecord(sqlite3_stmt statement, string name, string key, RecordVersion expected)
    {
        BindRecord(statement, name, key);
        Check(raw.sqlite3_bind_int64(statement, 3, expected.Id));
        Check(raw.sqlite3_bind_int64(statement, 4, expected.Version));
    }

    private void BindRecord(sqlite3_stmt statement, string name, string key)
    {
        BindText(statement, 1, name);
        BindText(statement, 2, key);
    }

    private void BindText(sqlite3_stmt statement, int index, string text)
    {
        Span<byte> utf8 = text.Length <= 256 ? stackalloc byte[3 * 256] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        Check(raw.sqlite3_bind_text(statement, index, utf8[..Encoding.UTF8.GetBytes(text, utf8)]));
    }

    private bool Change(sqlite3_stmt statement)
    {
        Run(statement);
        return raw.sqlite3_changes(_connection) == 1;
    }

    private void Run(sqlite3_stmt statement)
    {
        try
        {
            Step(statement);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    private bool Step(sqlite3_stmt statement)
    {
        int code = raw.sqlite3_step(statement);
        Check(code);
        return code == raw.SQLITE_ROW;
    }

    private void Check(int code) => SqliteException.Check(code, _connection);
}
