using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Items;
using Motia.Silo.Records;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Motia.Silo.State;

/// <inheritdoc cref="IStateGrain" />
[Reentrant]
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class StateGrain : Grain, IStateGrain, IItemsOwner
{
    private const int LongestList = 10_000;
    private const int ListBytes = 1024 * 1024;

    private static readonly ItemStateNames Names = new("state", "state-page");

    private readonly ILogger<StateGrain> _logger;
    private readonly PagedItems _items;
    private readonly GroupListing _listing;
    private string? _group;

    public StateGrain([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage, ILogger<StateGrain> logger)
    {
        _logger = logger;
        _items = new(new(storage, GrainContext.GrainId), Names, this);
        _listing = new(name => GrainFactory.Directory(DirectoryShards.StateGroups, name), (name, reason) => LogForgetFailed(name, reason));
    }

    public async Task<StateAnswer> Get(string key)
    {
        if (StateRules.CheckName("key", key) is { } problem)
        {
            return Invalid(problem);
        }

        try
        {
            return Answer(await _items.GetAsync(key));
        }
        catch (ItemsUnavailableException failure)
        {
            return Unavailable(failure);
        }
    }

    public Task<StateAnswer> Set(string group, string key, ReadOnlyMemory<byte> value) =>
        (CheckPlace(group, key) ?? StateValue.Check("value", value.Span)) is { } problem
            ? Task.FromResult(Invalid(problem))
            : WriteAsync(group, key, _ => value);

    public Task<StateAnswer> Update(string group, string key, ReadOnlyMemory<byte> operations)
    {
        if (CheckPlace(group, key) is { } problem)
        {
            return Task.FromResult(Invalid(problem));
        }

        try
        {
            return WriteAsync(group, key, StateUpdate.Parse(operations.Span).Apply);
        }
        catch (StateUpdateException broken)
        {
            return Task.FromResult(Invalid(broken.Message));
        }
    }

    public async Task<StateAnswer> Delete(string key)
    {
        if (StateRules.CheckName("key", key) is { } problem)
        {
            return Invalid(problem);
        }

        try
        {
            return Answer(await _items.RemoveAsync(key));
        }
        catch (ItemsUnavailableException failure)
        {
            return Unavailable(failure);
        }
    }

    public async Task<StateAnswer> Clear()
    {
        try
        {
            await _items.ClearAsync();
            ForgetIfGone();
            return Answer(null);
        }
        catch (ItemsUnavailableException failure)
        {
            return Unavailable(failure);
        }
    }

    public async Task<StatePage> List(long after, int limit)
    {
        try
        {
            var (items, more) = await _items.ListAsync(after, Math.Clamp(limit, 1, LongestList), ListBytes);
            return new(StateOutcome.Found, [.. items.Select(item => new StateItem(item.Sequence, item.Key, item.Value))], more ? items[^1].Sequence : 0);
        }
        catch (ItemsUnavailableException failure)
        {
            return new(StateOutcome.Unavailable, [], Message: failure.Message);
        }
    }

    public async Task<int> Count()
    {
        try
        {
            var count = await _items.CountAsync();
            ForgetIfGone();
            return count;
        }
        catch (ItemsUnavailableException failure)
        {
            LogCountFailed(failure, this.GetPrimaryKeyString());
            return -1;
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _items.CloseAsync().WaitAsync(cancellationToken);

    void IItemsOwner.ItemsEmptied() => Forget();

    void IItemsOwner.ItemsFailed(Exception cause)
    {
        LogSaveFailed(cause, this.GetPrimaryKeyString());
        DeactivateOnIdle();
    }

    private static StateAnswer Answer(ReadOnlyMemory<byte>? value) => value is { } found ? new(StateOutcome.Found, found) : new(StateOutcome.Missing);

    private static StateAnswer Invalid(string problem) => new(StateOutcome.Invalid, Message: problem);

    private static StateAnswer Unavailable(ItemsUnavailableException failure) => new(StateOutcome.Unavailable, Message: failure.Message);

    // The group is noted in the same turn in which it gets an item, so that an emptied one is forgotten before or not at all.
    private async Task<StateAnswer> WriteAsync(string group, string key, Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> write)
    {
        Task<StateAnswer>? noted = null;
        ReadOnlyMemory<byte>? after = null;
        try
        {
            await _items.ChangeAsync(key, write, (write, before) =>
            {
                after = write(before);
                if (after is not { } value || (before is { } same && same.Equals(value)))
                {
                    return ItemChange.Keep;
                }

                noted = _listing.NoteAsync(group);
                return ItemChange.Put(value);
            });

            // A group that is not listed has not been written as promised, although its data are there.
            return noted is not null && await noted is { Outcome: not StateOutcome.Missing } unlisted ? unlisted : Answer(after);
        }
        catch (StateUpdateException broken)
        {
            return Invalid(broken.Message);
        }
        catch (ItemsUnavailableException failure)
        {
            return Unavailable(failure);
        }
    }

    // A crash can leave the name of an empty group in the directory; whoever counts or clears it has it from there.
    private void ForgetIfGone()
    {
        if (_items.IsGone)
        {
            Forget();
        }
    }

    private void Forget()
    {
        if ((_items.Name.Length > 0 ? _items.Name : GrainKeys.NameOf(this.GetPrimaryKeyString())) is { } name)
        {
            _listing.Forget(name);
        }
    }

    private string? CheckPlace(string group, string key)
    {
        if (!string.Equals(group, _group))
        {
            if (StateRules.CheckName("group", group) is { } problem)
            {
                return problem;
            }

            if (GrainKeys.Group(group) != this.GetPrimaryKeyString())
            {
                return $"The group is \"{group}\", but the grain was called by the key {this.GetPrimaryKeyString()}; it must be {GrainKeys.Group(group)}.";
            }

            _items.Name = _group = group;
        }

        return StateRules.CheckName("key", key);
    }
}
