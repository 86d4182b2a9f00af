namespace Motia.Embedded.Storage.Sqlite;

internal sealed class ReadOperation(string name, string key) : StoreOperation(name, key)
{
    private readonly TaskCompletionSource<StoredRecord?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StoredRecord?> Completion => _completion.Task;

    public void Complete(StoredRecord? record) => _completion.SetResult(record);

    public override void Fail(Exception error) => _completion.SetException(error);

    protected override void CompleteCancelled(CancellationToken cancellationToken) => _completion.SetCanceled(cancellationToken);
}
