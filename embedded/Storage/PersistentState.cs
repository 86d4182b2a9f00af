using Motia.Embedded.Activations;
using Orleans;
using Orleans.Core;
using Orleans.Runtime;
using Orleans.Storage;

namespace Motia.Embedded.Storage;

/// <summary>A stored record of one activation. What is asked of it runs one after the other.</summary>
internal sealed class PersistentState<TState>(string name, Activation activation, IGrainStorage storage) : PersistentRecord, IPersistentState<TState>
{
    private readonly GrainState<TState> _record = new(NewState.Of<TState>());
    private Task _last = Task.CompletedTask;
    private bool _read;

    public TState State
    {
        get
        {
            activation.CheckTurn();
            return _record.State!;
        }

        set
        {
            activation.CheckTurn();
            _record.State = value;
        }
    }

    public string? Etag => _record.ETag;

    public bool RecordExists =>
        _read ? _record.RecordExists : throw new InvalidOperationException($"State '{name}' of {activation} has not been read yet.");

    public Task ReadStateAsync() => ReadFirstAsync(CancellationToken.None);

    public Task WriteStateAsync() => ((IStorage)this).WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ((IStorage)this).ClearStateAsync(CancellationToken.None);

    Task IStorage.ReadStateAsync(CancellationToken cancellationToken) => ReadFirstAsync(cancellationToken);

    Task IStorage.WriteStateAsync(CancellationToken cancellationToken) =>
        InOrder("writing", token => storage.WriteStateAsync(name, activation.GrainId, _record, token), cancellationToken);

    Task IStorage.ClearStateAsync(CancellationToken cancellationToken) =>
        InOrder("clearing", token => storage.ClearStateAsync(name, activation.GrainId, _record, token), cancellationToken);

    internal override Task ReadFirstAsync(CancellationToken cancellationToken) =>
        InOrder("reading", token => storage.ReadStateAsync(name, activation.GrainId, _record, token), cancellationToken);

    private Task InOrder(string what, Func<CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        activation.CheckTurn();
        return _last = AfterAsync(_last, what, operation, cancellationToken);
    }

    private async Task AfterAsync(Task last, string what, Func<CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await operation(cancellationToken);
            _read = true;
        }
        catch (Exception failure) when (failure is not OrleansException && !cancellationToken.IsCancellationRequested)
        {
            throw new OrleansException($"{storage.GetType().Name} failed {what} state '{name}' of {activation}: {failure.Message}", failure);
        }
    }
}
