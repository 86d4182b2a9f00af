using Motia.Grains;

namespace Motia.Silo.State;

/// <summary>State as it is stored: values are UTF-8 JSON.</summary>
internal sealed class StateValues(IGrainFactory grains)
{
    private const int PageSize = 1000;

    /// <summary>Reads a value; null if there is none.</summary>
    public async Task<ReadOnlyMemory<byte>?> GetAsync(string group, string key, CancellationToken cancellationToken = default) =>
        Value(await Grain(group).Get(key).WaitAsync(cancellationToken));

    public async Task SetAsync(string group, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        Demand(await Grain(group).Set(group, key, value).WaitAsync(cancellationToken));

    /// <summary>Applies operations, a JSON array; answers the new value.</summary>
    public async Task<ReadOnlyMemory<byte>?> UpdateAsync(string group, string key, ReadOnlyMemory<byte> operations, CancellationToken cancellationToken = default) =>
        Value(await Grain(group).Update(group, key, operations).WaitAsync(cancellationToken));

    /// <summary>Deletes a value; answers the old one.</summary>
    public async Task<ReadOnlyMemory<byte>?> DeleteAsync(string group, string key, CancellationToken cancellationToken = default) =>
        Value(await Grain(group).Delete(key).WaitAsync(cancellationToken));

    /// <summary>All items of a group, in order.</summary>
    public async Task<IReadOnlyList<StateItem>> GetGroupAsync(string group, CancellationToken cancellationToken = default)
    {
        var grain = Grain(group);
        var items = new List<StateItem>();
        long after = 0;
        do
        {
            var page = await grain.List(after, PageSize).WaitAsync(cancellationToken);
            Demand(page.Outcome, page.Message);
            items.AddRange(page.Items);
            after = page.Next;
        }
        while (after != 0);
        return items;
    }

    public async Task ClearAsync(string group, CancellationToken cancellationToken = default) =>
        Demand(await Grain(group).Clear().WaitAsync(cancellationToken));

    private static ReadOnlyMemory<byte>? Value(StateAnswer answer) => Demand(answer) == StateOutcome.Missing ? default(ReadOnlyMemory<byte>?) : answer.Value;

    private static StateOutcome Demand(StateAnswer answer) => Demand(answer.Outcome, answer.Message);

    private static StateOutcome Demand(StateOutcome outcome, string? message) => outcome switch
    {
        StateOutcome.Invalid => throw new StateException(StateError.Invalid, message!),
        StateOutcome.Unavailable => throw new StateException(StateError.Unavailable, message!),
        _ => outcome,
    };

    private IStateGrain Grain(string group) => grains.GetGrain<IStateGrain>(GrainKeys.Group(group));
}
