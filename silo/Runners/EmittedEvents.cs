using System.Text.Json;
using Motia.Silo.Json;

namespace Motia.Silo.Runners;

/// <summary>Reads what a handler emits; the data stay the bytes that they are.</summary>
internal static class EmittedEvents
{
    private static readonly RawJson Null = new("null"u8.ToArray());

    /// <summary>Reads a JSON array of <c>{ topic, data, messageGroupId? }</c>.</summary>
    /// <exception cref="EmitException">It is none.</exception>
    public static IReadOnlyList<TopicEvent> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var events = new List<TopicEvent>();
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MotiaJson.DocumentOptions.MaxDepth + 2 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw Invalid("is no array");
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                events.Add(ReadOne(ref reader, json));
            }

            return events;
        }
        catch (JsonException exception)
        {
            throw Invalid($"is no JSON: {exception.Message}");
        }
    }

    private static TopicEvent ReadOne(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Invalid("has an event that is no object");
        }

        var (topic, group, data) = ((string?)null, (string?)null, Null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "topic":
                    topic = Text(ref reader, name);
                    break;
                case "messageGroupId" when reader.TokenType != JsonTokenType.Null:
                    group = Text(ref reader, name);
                    break;
                case "data":
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    data = new RawJson(json[start..(int)reader.BytesConsumed]);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new TopicEvent(topic ?? throw Invalid("has an event without \"topic\""), data, group);
    }

    private static string Text(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Invalid($"has an event whose \"{name}\" is no text");

    private static EmitException Invalid(string what) =>
        new(EmitError.Invalid, $"What was emitted {what}; it must be {{ topic, data, messageGroupId? }} or an array of them.");
}
