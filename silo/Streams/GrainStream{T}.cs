using System.Text.Json;
using Motia.Silo.Json;
using Motia.Silo.State;

namespace Motia.Silo.Streams;

/// <summary>One stream as handlers see it.</summary>
internal sealed class GrainStream<T>(StreamItems items, string stream) : IStream<T>
{
    public async Task<T?> GetAsync(string group, string id, CancellationToken cancellationToken = default) =>
        Read(await items.GetAsync(group, id, cancellationToken), group, id);

    public async Task<IReadOnlyList<T>> GetGroupAsync(string group, CancellationToken cancellationToken = default) =>
        [.. (await items.GetGroupAsync(group, cancellationToken)).Select(item => Read(item.Value, group, item.Key)!)];

    public async Task<T> SetAsync(string group, string id, T item, CancellationToken cancellationToken = default) =>
        Read(await items.SetAsync(group, id, JsonSerializer.SerializeToUtf8Bytes(item, MotiaJson.Options), cancellationToken), group, id, "was written, but")!;

    public async Task<T?> UpdateAsync(string group, string id, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken = default) =>
        Read(
            await items.UpdateAsync(group, id, JsonSerializer.SerializeToUtf8Bytes(operations, MotiaJson.Options), cancellationToken),
            group,
            id,
            "was changed, and the change is kept, but the new item");

    public async Task<T?> DeleteAsync(string group, string id, CancellationToken cancellationToken = default) =>
        Read(await items.DeleteAsync(group, id, cancellationToken), group, id, "was deleted, but the old item");

    public Task SendAsync(string group, string type, object? data, string? id = null, CancellationToken cancellationToken = default) =>
        items.SendAsync(group, id, type, JsonSerializer.SerializeToUtf8Bytes(data, MotiaJson.Options), cancellationToken);

    private T? Read(ReadOnlyMemory<byte>? json, string group, string id, string done = "") => json is { } item
        ? StoredJson.Read<T>(
            item, $"item \"{id}\" in group \"{group}\" of the stream \"{stream}\"", done, static (message, cause) => new StreamException(StreamError.Unreadable, message, cause))
        : default;
}
