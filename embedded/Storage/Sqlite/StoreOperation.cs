namespace Motia.Embedded.Storage.Sqlite;

/// <summary>What waits for the writer thread. It is cancelled or taken, whichever comes first; what is taken is not undone.</summary>
internal abstract class StoreOperation(string name, string key)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    private int _state;
    private CancellationTokenRegistration _cancellation;

    public string Name { get; } = name;

    public string Key { get; } = key;

    /// <summary>What it counts towards the size of a transaction.</summary>
    public virtual int Bytes => 0;

    /// <summary>Called before the operation is queued.</summary>
    public void CancelWith(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(static (operation, token) => ((StoreOperation)operation!).Cancel(token), this);

    public bool TryTake()
    {
        _cancellation.Unregister();
        return Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;
    }

    public abstract void Fail(Exception error);

    protected abstract void CompleteCancelled(CancellationToken cancellationToken);

    private void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            CompleteCancelled(cancellationToken);
        }
    }
}
