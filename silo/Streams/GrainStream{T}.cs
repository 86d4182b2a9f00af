using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.State;

namespace Motia.Silo.Streams;

/// <summary>One stream as handlers see it.</summary>
internal sealed class GrainStream<T>(IGrainFactory grains, string stream) : IStream<T>
{
    private const int PageSize = 1000;

    public async Task<T?> GetAsync(string group, string id, CancellationToken cancellationToken = default) =>
        Read(await Grain(group).Get(id).WaitAsync(cancellationToken), group, id);

    public async Task<IReadOnlyList<T>> GetGroupAsync(string group, CancellationToken cancellationToken = default)
    {
        var grain = Grain(group);
        var items = new List<T>();
        long after = 0;
        do
        {
            var page = await grain.List(after, PageSize).WaitAsync(cancellationToken);
            Demand(page.Outcome, page.Message);
            items.AddRange(page.Items.Select(item => Read(item.Value, group, item.Key)!));
            after = page.Next;
        }
        while (after != 0);
        return items;
    }

    public async Task<T> SetAsync(string group, string id, T item, CancellationToken cancellationToken = default) =>
        Read(await Grain(group).Set(stream, group, id, JsonSerializer.SerializeToUtf8Bytes(item, MotiaJson.Options)).WaitAsync(cancellationToken), group, id, "was written, but")!;

    public async Task<T?> UpdateAsync(string group, string id, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken = default) =>
        Read(
            await Grain(group).Update(stream, group, id, JsonSerializer.SerializeToUtf8Bytes(operations, MotiaJson.Options)).WaitAsync(cancellationToken),
            group,
            id,
            "was changed, and the change is kept, but the new item");

    public async Task<T?> DeleteAsync(string group, string id, CancellationToken cancellationToken = default) =>
        Read(await Grain(group).Delete(id).WaitAsync(cancellationToken), group, id, "was deleted, but the old item");

    public async Task SendAsync(string group, string type, object? data, string? id = null, CancellationToken cancellationToken = default)
    {
        var answer = await Grain(group).Send(id, type, JsonSerializer.SerializeToUtf8Bytes(data, MotiaJson.Options)).WaitAsync(cancellationToken);
        Demand(answer.Outcome, answer.Message);
    }

    private T? Read(StateAnswer answer, string group, string id, string done = "") =>
        Demand(answer.Outcome, answer.Message) == StateOutcome.Missing ? default : Read(answer.Value, group, id, done);

    private T? Read(ReadOnlyMemory<byte> json, string group, string id, string done = "") => StoredJson.Read<T>(
        json, $"item \"{id}\" in group \"{group}\" of the stream \"{stream}\"", done, static (message, cause) => new StreamException(StreamError.Unreadable, message, cause));

    private static StateOutcome Demand(StateOutcome outcome, string? message) => outcome switch
    {
        StateOutcome.Invalid => throw new StreamException(StreamError.Invalid, message!),
        StateOutcome.Unavailable => throw new StreamException(StreamError.Unavailable, message!),
        _ => outcome,
    };

    // A key made of a broken name would be the key of another group.
    private IStreamGrain Grain(string group) => StateRules.CheckName("group", group) is { } problem
        ? throw new StreamException(StreamError.Invalid, problem)
        : grains.GetGrain<IStreamGrain>(GrainKeys.Stream(stream, group));
}
