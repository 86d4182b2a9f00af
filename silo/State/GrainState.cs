using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Json;

namespace Motia.Silo.State;

/// <summary>State as handlers see it, kept by the state grains.</summary>
internal sealed class GrainState(IGrainFactory grains) : IState
{
    private const int PageSize = 1000;

    public async Task<T?> GetAsync<T>(string group, string key, CancellationToken cancellationToken = default) =>
        Read<T>(await Grain(group).Get(key).WaitAsync(cancellationToken), group, key);

    public async Task<T> SetAsync<T>(string group, string key, T value, CancellationToken cancellationToken = default)
    {
        Demand(await Grain(group).Set(group, key, JsonSerializer.SerializeToUtf8Bytes(value, MotiaJson.Options)).WaitAsync(cancellationToken));
        return value;
    }

    public async Task<T?> UpdateAsync<T>(string group, string key, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken = default) =>
        Read<T>(
            await Grain(group).Update(group, key, JsonSerializer.SerializeToUtf8Bytes(operations, MotiaJson.Options)).WaitAsync(cancellationToken),
            group,
            key,
            "was changed, and the change is kept, but the new value");

    public async Task<T?> DeleteAsync<T>(string group, string key, CancellationToken cancellationToken = default) =>
        Read<T>(await Grain(group).Delete(key).WaitAsync(cancellationToken), group, key, "was deleted, but the old value");

    public async Task<IReadOnlyList<T?>> GetGroupAsync<T>(string group, CancellationToken cancellationToken = default)
    {
        var grain = Grain(group);
        var values = new List<T?>();
        long after = 0;
        do
        {
            var page = await grain.List(after, PageSize).WaitAsync(cancellationToken);
            Demand(page.Outcome, page.Message);
            values.AddRange(page.Items.Select(item => Read<T>(item.Value, group, item.Key)));
            after = page.Next;
        }
        while (after != 0);
        return values;
    }

    public async Task ClearAsync(string group, CancellationToken cancellationToken = default) =>
        Demand(await Grain(group).Clear().WaitAsync(cancellationToken));

    private static T? Read<T>(StateAnswer answer, string group, string key, string done = "") =>
        Demand(answer) == StateOutcome.Missing ? default : Read<T>(answer.Value, group, key, done);

    private static T? Read<T>(ReadOnlyMemory<byte> json, string group, string key, string done = "") =>
        StoredJson.Read<T>(json, $"value of key \"{key}\" in group \"{group}\"", done, static (message, cause) => new StateException(StateError.Unreadable, message, cause));

    private static StateOutcome Demand(StateAnswer answer) => Demand(answer.Outcome, answer.Message);

    private static StateOutcome Demand(StateOutcome outcome, string? message) => outcome switch
    {
        StateOutcome.Invalid => throw new StateException(StateError.Invalid, message!),
        StateOutcome.Unavailable => throw new StateException(StateError.Unavailable, message!),
        _ => outcome,
    };

    private IStateGrain Grain(string group) => grains.GetGrain<IStateGrain>(GrainKeys.Group(group));
}
