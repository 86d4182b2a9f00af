namespace Motia.Embedded.Storage.Sqlite;

internal sealed class ReadOperation(string name, string key) : StoreOperation(name, key)
{
    private readonly TaskCompletionSource<StoredRecord?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StoredRecord?> Completion => _completion.Task;

    public void Run(RecordDatabase database) => _completion.SetResult(database.Read(Name, Key));

    public override void Fail(Exception error) => _completion.SetException(error);

    protected override void CompleteCancelled(CancellationToken cancellationToken) => _completion.SetCanceled(cancellationToken);
}
