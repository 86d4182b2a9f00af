using Motia.Grains;
using Motia.Silo.Items;

namespace Motia.Silo.State;

/// <summary>State as it is stored: values are UTF-8 JSON.</summary>
internal sealed class StateValues(IGrainFactory grains)
{
    private static readonly ItemAnswers Answers = new((outcome, message) => new StateException(outcome == StateOutcome.Invalid ? StateError.Invalid : StateError.Unavailable, message));

    /// <summary>Reads a value; null if there is none.</summary>
    public async Task<ReadOnlyMemory<byte>?> GetAsync(string group, string key, CancellationToken cancellationToken = default) =>
        Answers.Value(await Grain(group).Get(key).WaitAsync(cancellationToken));

    public async Task SetAsync(string group, string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        Demand(await Grain(group).Set(group, key, value).WaitAsync(cancellationToken));

    /// <summary>Applies operations, a JSON array; answers the new value.</summary>
    public async Task<ReadOnlyMemory<byte>?> UpdateAsync(string group, string key, ReadOnlyMemory<byte> operations, CancellationToken cancellationToken = default) =>
        Answers.Value(await Grain(group).Update(group, key, operations).WaitAsync(cancellationToken));

    /// <summary>Deletes a value; answers the old one.</summary>
    public async Task<ReadOnlyMemory<byte>?> DeleteAsync(string group, string key, CancellationToken cancellationToken = default) =>
        Answers.Value(await Grain(group).Delete(key).WaitAsync(cancellationToken));

    /// <summary>All items of a group, in order.</summary>
    public async Task<IReadOnlyList<StateItem>> GetGroupAsync(string group, CancellationToken cancellationToken = default) =>
        await Answers.AllAsync(Grain(group).List, cancellationToken);

    public async Task ClearAsync(string group, CancellationToken cancellationToken = default) =>
        Demand(await Grain(group).Clear().WaitAsync(cancellationToken));

    private static void Demand(StateAnswer answer) => Answers.Demand(answer.Outcome, answer.Message);

    private IStateGrain Grain(string group) => grains.GetGrain<IStateGrain>(GrainKeys.Group(group));
}
