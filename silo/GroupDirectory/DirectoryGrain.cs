using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Items;
using Motia.Silo.Records;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Motia.Silo.GroupDirectory;

/// <inheritdoc cref="IDirectoryGrain" />
[Reentrant]
internal sealed partial class DirectoryGrain : Grain, IDirectoryGrain, IItemsOwner
{
    private const int LongestList = 10_000;

    // The group of a stream is listed with the stream's name before it.
    private const int LongestName = 2 * StateRules.LongestName;

    private static readonly ItemStateNames Names = new("directory", "directory-page");

    private readonly ILogger<DirectoryGrain> _logger;
    private readonly PagedItems _names;

    public DirectoryGrain([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage, ILogger<DirectoryGrain> logger)
    {
        _logger = logger;
        _names = new(new(storage, GrainContext.GrainId), Names, this);
    }

    public Task<StateAnswer> Add(string name) =>
        ChangeAsync(name, static (_, noted) => noted is null ? ItemChange.Put(default) : ItemChange.Keep);

    public Task<StateAnswer> Remove(string name) =>
        ChangeAsync(name, static (_, noted) => noted is null ? ItemChange.Keep : ItemChange.Remove);

    public async Task<DirectoryPage> List(string after, int limit)
    {
        try
        {
            return new(StateOutcome.Found, await _names.KeysAsync(after, Math.Clamp(limit, 1, LongestList)));
        }
        catch (ItemsUnavailableException failure)
        {
            return new(StateOutcome.Unavailable, [], failure.Message);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _names.CloseAsync().WaitAsync(cancellationToken);

    void IItemsOwner.ItemsEmptied()
    {
    }

    void IItemsOwner.ItemsFailed(Exception cause)
    {
        LogSaveFailed(cause, this.GetPrimaryKeyString());
        DeactivateOnIdle();
    }

    private async Task<StateAnswer> ChangeAsync(string name, Func<int, ReadOnlyMemory<byte>?, ItemChange> decide)
    {
        if (StateRules.CheckName("name", name, LongestName) is { } problem)
        {
            return new(StateOutcome.Invalid, Message: problem);
        }

        try
        {
            await _names.ChangeAsync(name, 0, decide);
            return new(StateOutcome.Missing);
        }
        catch (ItemsUnavailableException failure)
        {
            return new(StateOutcome.Unavailable, Message: failure.Message);
        }
    }
}
