namespace Motia.Embedded.Storage.Sqlite;

/// <summary>Operations in the order in which they came, taken by one writer thread.</summary>
internal sealed class OperationQueue
{
    // Its monitor guards the other fields and wakes the writer.
    private readonly Queue<StoreOperation> _waiting = new();
    private bool _writerSleeps;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_waiting)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>False when the queue is closed.</summary>
    public bool TryAdd(StoreOperation operation)
    {
        lock (_waiting)
        {
            if (_closed)
            {
                return false;
            }

            _waiting.Enqueue(operation);
            if (_writerSleeps)
            {
                _writerSleeps = false;
                Monitor.Pulse(_waiting);
            }

            return true;
        }
    }

    /// <summary>Sleeps until an operation waits. False when the queue is closed and empty.</summary>
    public bool WaitForWork()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }

                _writerSleeps = true;
                Monitor.Wait(_waiting);
            }

            return true;
        }
    }

    /// <summary>Moves what waits into <paramref name="batch"/>, which ends with the operation that reaches a limit.</summary>
    public void MoveTo(List<StoreOperation> batch, int maxOperations, long maxBytes)
    {
        lock (_waiting)
        {
            long bytes = 0;
            while (batch.Count < maxOperations && bytes < maxBytes && _waiting.TryDequeue(out StoreOperation? operation))
            {
                batch.Add(operation);
                bytes += operation.Bytes;
            }
        }
    }

    /// <summary>Refuses new operations; those that wait are still taken.</summary>
    public void Close()
    {
        lock (_waiting)
        {
            _closed = true;
            Monitor.Pulse(_waiting);
        }
    }
}
