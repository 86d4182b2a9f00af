namespace Motia.Embedded.Storage.Sqlite;

/// <summary>A write or a delete: run inside a transaction, answered after its commit.</summary>
internal abstract class ChangeOperation(string name, string key, string? etag) : StoreOperation(name, key)
{
    // Continuations run on the thread pool: the writer thread must not wait for a caller.
    private readonly TaskCompletionSource<string> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string _newEtag = "";
    private RecordConflictException? _conflict;

    /// <summary>The new etag; empty after a delete.</summary>
    public Task<string> Completion => _completion.Task;

    protected string? Etag { get; } = etag;

    /// <summary>False for a conflict: the transaction goes on without this operation.</summary>
    public bool Run(RecordDatabase database)
    {
        if (Apply(database) is { } applied)
        {
            _newEtag = applied;
            return true;
        }

        _conflict = new RecordConflictException(Name, Key, Etag, database.Find(Name, Key)?.ToString());
        return false;
    }

    public void Complete()
    {
        if (_conflict is null)
        {
            _completion.SetResult(_newEtag);
        }
        else
        {
            _completion.SetException(_conflict);
        }
    }

    public override void Fail(Exception error) => _completion.SetException(error);

    /// <summary>Answers null for a conflict.</summary>
    protected abstract string? Apply(RecordDatabase database);

    protected override void CompleteCancelled(CancellationToken cancellationToken) => _completion.SetCanceled(cancellationToken);
}
