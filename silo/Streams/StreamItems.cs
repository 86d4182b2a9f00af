using Motia.Grains;
using Motia.Silo.Items;

namespace Motia.Silo.Streams;

/// <summary>One stream as it is stored: items are UTF-8 JSON.</summary>
internal sealed class StreamItems(IGrainFactory grains, string stream)
{
    private static readonly ItemAnswers Answers = new((outcome, message) => new StreamException(outcome == StateOutcome.Invalid ? StreamError.Invalid : StreamError.Unavailable, message));

    /// <summary>Reads an item; null if there is none.</summary>
    public async Task<ReadOnlyMemory<byte>?> GetAsync(string group, string id, CancellationToken cancellationToken = default) =>
        Answers.Value(await Grain(group).Get(id).WaitAsync(cancellationToken));

    /// <summary>All items of a group, in order.</summary>
    public async Task<IReadOnlyList<StateItem>> GetGroupAsync(string group, CancellationToken cancellationToken = default) =>
        await Answers.AllAsync(Grain(group).List, cancellationToken);

    /// <summary>Writes an item; answers it with its id.</summary>
    public async Task<ReadOnlyMemory<byte>?> SetAsync(string group, string id, ReadOnlyMemory<byte> item, CancellationToken cancellationToken = default) =>
        Answers.Value(await Grain(group).Set(stream, group, id, item).WaitAsync(cancellationToken));

    /// <summary>Applies operations, a JSON array; answers the new item.</summary>
    public async Task<ReadOnlyMemory<byte>?> UpdateAsync(string group, string id, ReadOnlyMemory<byte> operations, CancellationToken cancellationToken = default) =>
        Answers.Value(await Grain(group).Update(stream, group, id, operations).WaitAsync(cancellationToken));

    /// <summary>Deletes an item; answers the old one.</summary>
    public async Task<ReadOnlyMemory<byte>?> DeleteAsync(string group, string id, CancellationToken cancellationToken = default) =>
        Answers.Value(await Grain(group).Delete(id).WaitAsync(cancellationToken));

    public async Task SendAsync(string group, string? id, string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        var answer = await Grain(group).Send(id, type, data).WaitAsync(cancellationToken);
        Answers.Demand(answer.Outcome, answer.Message);
    }

    // A key made of a broken name would be the key of another group.
    private IStreamGrain Grain(string group) => StateRules.CheckName("group", group) is { } problem
        ? throw new StreamException(StreamError.Invalid, problem)
        : grains.GetGrain<IStreamGrain>(GrainKeys.Stream(stream, group));
}
