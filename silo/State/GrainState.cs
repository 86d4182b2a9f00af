using System.Text.Json;
using Motia.Silo.Json;

namespace Motia.Silo.State;

/// <summary>State as handlers see it, kept by the state grains.</summary>
internal sealed class GrainState(IGrainFactory grains) : IState
{
    private readonly StateValues _values = new(grains);

    public async Task<T?> GetAsync<T>(string group, string key, CancellationToken cancellationToken = default) =>
        Read<T>(await _values.GetAsync(group, key, cancellationToken), group, key);

    public async Task<T> SetAsync<T>(string group, string key, T value, CancellationToken cancellationToken = default)
    {
        await _values.SetAsync(group, key, JsonSerializer.SerializeToUtf8Bytes(value, MotiaJson.Options), cancellationToken);
        return value;
    }

    public async Task<T?> UpdateAsync<T>(string group, string key, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken = default) =>
        Read<T>(
            await _values.UpdateAsync(group, key, JsonSerializer.SerializeToUtf8Bytes(operations, MotiaJson.Options), cancellationToken),
            group,
            key,
            "was changed, and the change is kept, but the new value");

    public async Task<T?> DeleteAsync<T>(string group, string key, CancellationToken cancellationToken = default) =>
        Read<T>(await _values.DeleteAsync(group, key, cancellationToken), group, key, "was deleted, but the old value");

    public async Task<IReadOnlyList<T?>> GetGroupAsync<T>(string group, CancellationToken cancellationToken = default) =>
        [.. (await _values.GetGroupAsync(group, cancellationToken)).Select(item => Read<T>(item.Value, group, item.Key))];

    public Task ClearAsync(string group, CancellationToken cancellationToken = default) => _values.ClearAsync(group, cancellationToken);

    private static T? Read<T>(ReadOnlyMemory<byte>? json, string group, string key, string done = "") => json is { } value
        ? StoredJson.Read<T>(value, $"value of key \"{key}\" in group \"{group}\"", done, static (message, cause) => new StateException(StateError.Unreadable, message, cause))
        : default;
}
