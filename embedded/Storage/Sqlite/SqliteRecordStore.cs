using System.Text;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>
/// Records in one SQLite file, <c>motia.db</c> in the data directory. Writes that wait at the same time share one transaction and are
/// answered after it is durable (WAL, <c>synchronous=FULL</c>). Reads see every write that was asked for before them.
/// </summary>
/// <remarks>
/// Errors: <see cref="RecordConflictException"/> for one operation; <see cref="StoreFullException"/> when the disk is full, after which the
/// store goes on; <see cref="StoreFailedException"/> after a failed fsync, another disk error or damage, from when on every write is
/// refused; <see cref="ObjectDisposedException"/> after closing. An operation is cancelled only while it waits.
/// </remarks>
public sealed class SqliteRecordStore : IRecordStore, IAsyncDisposable
{
    /// <summary>Names no directory: a store that keeps nothing.</summary>
    public const string InMemory = ":memory:";

    /// <summary>The most bytes in one record: 256 MB.</summary>
    public const int MaxRecordBytes = 256 << 20;

    // Text that UTF-8 cannot carry is refused, or two keys would become one.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly OperationQueue _queue = new();
    private readonly StoreInstruments _instruments;
    private readonly StoreWriter _writer;
    private readonly DataDirectory? _directory;

    private SqliteRecordStore(RecordDatabase database, DataDirectory? directory)
    {
        _directory = directory;
        _instruments = new StoreInstruments(_queue);
        _writer = new StoreWriter(database, _queue, _instruments);
        _writer.Start();
    }

    /// <summary>Why the store refuses writes, or null while it takes them. Once set it stays until the store is opened again.</summary>
    public string? Failure => _writer.Failure;

    /// <summary>Whether the store refuses writes; <see cref="Failure"/> says why.</summary>
    public bool IsFailed => Failure is not null;

    /// <summary>What the store has done since it was opened.</summary>
    public StoreStatistics Statistics => _instruments.Snapshot();

    /// <summary>
    /// Opens the store of a data directory, made with mode 0700 and a <c>.gitignore</c> when it does not exist, and locks the directory.
    /// With <see cref="InMemory"/> the store lives in memory and there is no lock.
    /// </summary>
    /// <exception cref="StoreOpenException">
    /// The directory cannot be written or is in use, the disk is full, or the file is damaged, another program's, or of a newer format.
    /// </exception>
    public static SqliteRecordStore Open(string dataDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataDirectory);
        if (dataDirectory == InMemory)
        {
            return new SqliteRecordStore(DatabaseFile.OpenInMemory(), null);
        }

        DataDirectory directory = DataDirectory.Take(dataDirectory);
        try
        {
            return new SqliteRecordStore(DatabaseFile.Open(directory.Path), directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(string name, string key, CancellationToken cancellationToken = default)
    {
        CheckName(name, key);
        ReadOperation operation = new(name, key);
        Queue(operation, cancellationToken);
        return new ValueTask<StoredRecord?>(operation.Completion);
    }

    /// <inheritdoc/>
    /// <remarks>The bytes must not change until the write is answered.</remarks>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    /// <exception cref="StoreFailedException">The store refuses writes.</exception>
    public ValueTask<string> WriteAsync(
        string name, string key, ReadOnlyMemory<byte> data, string? etag, CancellationToken cancellationToken = default)
    {
        CheckName(name, key);
        if (data.Length > MaxRecordBytes)
        {
            throw new ArgumentException(
                $"Record '{name}/{key}' has {data.Length} bytes; at most {MaxRecordBytes} are allowed.", nameof(data));
        }

        WriteOperation operation = new(name, key, data, etag);
        Queue(operation, cancellationToken);
        return new ValueTask<string>(operation.Completion);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    /// <exception cref="StoreFailedException">The store refuses writes.</exception>
    public ValueTask DeleteAsync(string name, string key, string? etag, CancellationToken cancellationToken = default)
    {
        CheckName(name, key);
        DeleteOperation operation = new(name, key, etag);
        Queue(operation, cancellationToken);
        return new ValueTask(operation.Completion);
    }

    /// <summary>Answers what waits, copies the log into the database file, and unlocks the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _writer.Stopped;
        _directory?.Dispose();
    }

    private static void CheckName(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(key);
        _ = Utf8.GetByteCount(name);
        _ = Utf8.GetByteCount(key);
    }

    private void Queue(StoreOperation operation, CancellationToken cancellationToken)
    {
        operation.CancelWith(cancellationToken);
        ObjectDisposedException.ThrowIf(!_queue.TryAdd(operation), this);
    }
}
