using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.GroupDirectory;
using Motia.Silo.Records;
using Motia.Silo.State;

namespace Motia.Silo.Items;

/// <summary>What the grains of state groups and of stream groups have in common: items under a name that people chose, listed in the directory as long as there are any,
/// and answers in the form in which grains give them.</summary>
internal sealed partial class ItemGroup : IItemsOwner
{
    private const int LongestList = 10_000;
    private const int ListBytes = 1024 * 1024;

    private readonly string _key;
    private readonly Action _end;
    private readonly ILogger _logger;
    private readonly PagedItems _items;
    private readonly GroupListing _listing;
    private string? _name;

    /// <summary>The items of a grain.</summary>
    /// <param name="key">The grain's key.</param>
    /// <param name="records">Its records.</param>
    /// <param name="names">What they are called.</param>
    /// <param name="directory">The directory grain of a name.</param>
    /// <param name="end">Ends the activation: what is in memory may be ahead of the store.</param>
    /// <param name="logger">Its log.</param>
    public ItemGroup(string key, GrainRecords records, ItemStateNames names, Func<string, IDirectoryGrain> directory, Action end, ILogger logger)
    {
        (_key, _end, _logger) = (key, end, logger);
        _items = new(records, names, this);
        _listing = new(directory, (name, reason) => LogForgetFailed(name, reason));
    }

    /// <summary>Whether there is no item, as far as is known without reading.</summary>
    public bool IsKnownToBeGone => _items.IsGone;

    /// <summary>Takes the name that a caller gives the group, which the grain's key may not hold.</summary>
    /// <param name="name">The name.</param>
    /// <param name="keyOf">The grain key that belongs to a name.</param>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Claim(string name, Func<string, string> keyOf)
    {
        if (string.Equals(name, _name, StringComparison.Ordinal))
        {
            return null;
        }

        if (keyOf(name) is var expected && expected != _key)
        {
            return $"The group is \"{name}\", but the grain was called by the key {_key}; it must be {expected}.";
        }

        _items.Name = _name = name;
        return null;
    }

    public async Task<StateAnswer> GetAsync(string item)
    {
        try
        {
            return Answer(await _items.GetAsync(item));
        }
        catch (ItemsUnavailableException failure)
        {
            return Unavailable(failure);
        }
    }

    /// <summary>Writes an item once the group has a name; answers the value when it is durable, and the group is listed.</summary>
    /// <param name="item">The item's key.</param>
    /// <param name="write">Makes the new value of the one before; null for none, which changes nothing.</param>
    /// <param name="change">Is told of the change in the turn in which it is made.</param>
    public async Task<StateAnswer> WriteAsync(string item, Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> write, IItemChange? change = null)
    {
        // The group is noted in the same turn in which it gets an item, so that an emptied one is forgotten before or not at all.
        Task<StateAnswer>? noted = null;
        ReadOnlyMemory<byte>? after = null;
        try
        {
            await _items.ChangeAsync(item, write, (write, before) =>
            {
                change?.Deciding();
                after = write(before);
                if (after is not { } value || (before is { } same && same.Equals(value)))
                {
                    return ItemChange.Keep;
                }

                noted = _listing.NoteAsync(_name!);
                change?.Made(before, value);
                return ItemChange.Put(value);
            });
            change?.Kept();

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

    /// <summary>Removes an item; answers what was there when that is durable.</summary>
    /// <param name="item">The item's key.</param>
    /// <param name="change">Is told of the change in the turn in which it is made.</param>
    public async Task<StateAnswer> RemoveAsync(string item, IItemChange? change = null)
    {
        try
        {
            var before = await _items.ChangeAsync(item, change, static (change, before) =>
            {
                change?.Deciding();
                if (before is null)
                {
                    return ItemChange.Keep;
                }

                change?.Made(before, null);
                return ItemChange.Remove;
            });
            change?.Kept();
            return Answer(before);
        }
        catch (ItemsUnavailableException failure)
        {
            return Unavailable(failure);
        }
    }

    public async Task<StateAnswer> ClearAsync()
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

    public async Task<StatePage> ListAsync(long after, int limit)
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

    /// <summary>How many items there are; −1 if the store could not tell.</summary>
    public async Task<int> CountAsync()
    {
        try
        {
            var count = await _items.CountAsync();
            ForgetIfGone();
            return count;
        }
        catch (ItemsUnavailableException failure)
        {
            LogCountFailed(failure, _key);
            return -1;
        }
    }

    /// <summary>Touches the store no more; done when what runs has ended.</summary>
    public Task CloseAsync() => _items.CloseAsync();

    void IItemsOwner.ItemsEmptied() => Forget();

    void IItemsOwner.ItemsFailed(Exception cause)
    {
        LogSaveFailed(cause, _key);
        _end();
    }

    private static StateAnswer Answer(ReadOnlyMemory<byte>? value) => value is { } found ? new(StateOutcome.Found, found) : new(StateOutcome.Missing);

    private static StateAnswer Invalid(string problem) => new(StateOutcome.Invalid, Message: problem);

    private static StateAnswer Unavailable(ItemsUnavailableException failure) => new(StateOutcome.Unavailable, Message: failure.Message);

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
        if ((_items.Name.Length > 0 ? _items.Name : GrainKeys.NameOf(_key)) is { } name)
        {
            _listing.Forget(name);
        }
    }
}
