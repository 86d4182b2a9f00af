using Motia.Embedded.Storage.Sqlite;
using SQLitePCL;

namespace Motia.Embedded.Tests.Storage;

/// <summary>A folder that goes when the test does. The data directory is in it, and not made yet.</summary>
internal sealed class TestDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("motia-store-").FullName;

    public string Data => System.IO.Path.Combine(Path, "data");

    public string Database => System.IO.Path.Combine(Data, "motia.db");

    public SqliteRecordStore Open() => SqliteRecordStore.Open(Data);

    /// <summary>Lets another program change the database file.</summary>
    public void Execute(string sql)
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Database, out sqlite3 connection));
        using (connection)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(connection, sql));
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
