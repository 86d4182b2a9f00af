using System.Diagnostics;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>
/// The thread that has the connection. It puts what waits into one transaction, answers after the commit, then serves the reads that came
/// with it.
/// </summary>
internal sealed class StoreWriter(RecordDatabase database, OperationQueue queue, StoreInstruments instruments)
{
    private const int MaxOperations = 1_024;
    private const long MaxBytes = 4 << 20;

    // On one processor nobody can hand over more while this thread runs.
    private static readonly bool IsAlone = Environment.ProcessorCount == 1;

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<StoreOperation> _taken = [];
    private readonly List<ChangeOperation> _changes = [];
    private readonly List<ReadOperation> _reads = [];
    private volatile string? _failure;

    /// <summary>Why the store takes no more writes; null while it does.</summary>
    public string? Failure => _failure;

    /// <summary>Completes when the queue was closed, everything in it is answered, and the database is closed.</summary>
    public Task Stopped => _stopped.Task;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "Motia store" }.Start();

    private void Run()
    {
        while (queue.WaitForWork())
        {
            try
            {
                RunTransaction();
            }
            catch (Exception found)
            {
                Undo(found);
            }

            AnswerReads();
            CheckpointWhenDue();
        }

        Close();
        _stopped.SetResult();
    }

    private void RunTransaction()
    {
        long start = Stopwatch.GetTimestamp();
        int conflicts = 0;
        int next = 0;
        long bytes = 0;

        // What arrives while the first operations run still joins them, so that callers woken by the last commit share the next one.
        while (TakeMore(ref bytes))
        {
            for (; next < _changes.Count; next++)
            {
                if (next == 0)
                {
                    database.Begin();
                }

                conflicts += _changes[next].Run(database) ? 0 : 1;
            }

            if (IsAlone)
            {
                Thread.Yield();
            }
        }

        if (_changes.Count == 0)
        {
            return;
        }

        database.Commit();
        instruments.Committed(_changes.Count - conflicts, conflicts, Stopwatch.GetElapsedTime(start));
        foreach (ChangeOperation change in _changes)
        {
            change.Complete();
        }

        _changes.Clear();
    }

    // False when nothing waits or the transaction is large enough.
    private bool TakeMore(ref long bytes)
    {
        queue.MoveTo(_taken, MaxOperations - _changes.Count - _reads.Count, MaxBytes - bytes);
        if (_taken.Count == 0)
        {
            return false;
        }

        foreach (StoreOperation operation in _taken)
        {
            if (!operation.TryTake())
            {
                continue;
            }

            if (operation is ReadOperation read)
            {
                _reads.Add(read);
            }
            else if (_failure is { } reason)
            {
                operation.Fail(new StoreFailedException(reason));
            }
            else
            {
                _changes.Add((ChangeOperation)operation);
                bytes += operation.Bytes;
            }
        }

        _taken.Clear();
        return true;
    }

    private void Undo(Exception found)
    {
        try
        {
            database.Rollback();
        }
        catch (SqliteException rollback)
        {
            found = rollback;
        }

        bool full = found is SqliteException { IsDiskFull: true };
        if (!full)
        {
            FailStore(found);
        }

        foreach (ChangeOperation change in _changes)
        {
            change.Fail(full ? StoreErrors.Full(database.File, found) : new StoreFailedException(_failure!, found));
        }

        _changes.Clear();
    }

    private void AnswerReads()
    {
        foreach (ReadOperation read in _reads)
        {
            try
            {
                StoredRecord? record = database.Read(read.Name, read.Key);
                instruments.Read();
                read.Complete(record);
            }
            catch (Exception found)
            {
                FailStore(found);
                read.Fail(new StoreFailedException(_failure!, found));
            }
        }

        _reads.Clear();
    }

    private void CheckpointWhenDue()
    {
        try
        {
            if (_failure is null && database.CheckpointWhenDue())
            {
                instruments.Checkpointed();
            }
        }
        catch (SqliteException found)
        {
            FailStore(found);
        }
    }

    private void Close()
    {
        try
        {
            // After a failure the log stays as it is, for the next open to recover.
            if (_failure is null)
            {
                database.CheckpointAll();
                database.RemoveLogAtClose();
            }
        }
        catch (SqliteException found)
        {
            FailStore(found);
        }

        database.Dispose();
        instruments.Dispose();
    }

    // The first reason stays: what follows is mostly its consequence.
    private void FailStore(Exception found) => _failure ??= StoreErrors.FailureReason(database.File, found);
}
