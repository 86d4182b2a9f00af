using System.Text.Json;
using Motia.Grains;

namespace Motia.Gateway.Streams;

/// <summary>A frame from a client: <c>{"type":"join","data":{"streamName":"todos","groupId":"inbox","id":"t1","subscriptionId":"…"}}</c>.</summary>
/// <param name="IsJoin">Whether it is a join; otherwise a leave.</param>
/// <param name="To">To what.</param>
/// <param name="SubscriptionId">The client's name for the subscription.</param>
internal sealed record ClientFrame(bool IsJoin, StreamSubscription To, string SubscriptionId)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>Reads a frame.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="about">What it seems to be about, as far as it can be read.</param>
    /// <returns>Null if something is.</returns>
    public static ClientFrame? Parse(ReadOnlyMemory<byte> json, out string problem, out StreamSubscription about)
    {
        about = new("", "", null);
        JsonDocument frame;
        try
        {
            frame = JsonDocument.Parse(json, Options);
        }
        catch (JsonException broken)
        {
            problem = $"A frame must be one JSON object: {broken.Message}";
            return null;
        }

        using (frame)
        {
            var root = frame.RootElement;
            var data = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data"u8, out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
            about = new(Text(data, "streamName") ?? "", Text(data, "groupId") ?? "", Text(data, "id"));
            var type = Text(root, "type");
            var subscriptionId = Text(data, "subscriptionId");
            problem = type is not ("join" or "leave") ? $"\"type\" is {Found(type)}; it must be \"join\" or \"leave\"."
                : data.ValueKind == JsonValueKind.Undefined ? "\"data\" must be an object with streamName, groupId and subscriptionId, and id for one item."
                : about.StreamName.Length == 0 ? "\"data.streamName\" must be the name of a stream."
                : StateRules.CheckName("group", about.GroupId) is { } group ? group
                : about.Id is { } id && StateRules.CheckName("id", id) is { } item ? item
                : HasOther(data, "id") ? "\"data.id\" must be a text: the id of an item."
                : subscriptionId is not { Length: > 0 and <= StreamLimits.SubscriptionId } ? $"\"data.subscriptionId\" must be a text of 1 to {StreamLimits.SubscriptionId} characters."
                : "";
            return problem.Length == 0 ? new(type == "join", about, subscriptionId!) : null;
        }
    }

    private static string? Text(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape, is JSON but no text.
            return null;
        }
    }

    private static bool HasOther(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null) || (value.ValueKind == JsonValueKind.String && Text(data, name) is null);

    private static string Found(string? type) => type is null ? "missing" : $"\"{(type.Length > 40 ? type[..40] + "…" : type)}\"";
}
