using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Motia.Silo.State;

namespace Motia.Silo.Streams;

/// <summary>The JSON of an item: an object that has the id under which it is kept.</summary>
internal static class StreamItem
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Gives an item its id.</summary>
    /// <param name="what">What it is, such as <c>item</c>.</param>
    /// <param name="json">One JSON value that was checked.</param>
    /// <param name="id">The id.</param>
    /// <returns>The object as it was given if it has just this id, else with it.</returns>
    /// <exception cref="StateUpdateException">It is no object, or with the id it breaks a bound.</exception>
    public static ReadOnlyMemory<byte> WithId(string what, ReadOnlyMemory<byte> json, string id)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new StateUpdateException($"The {what} is {Describe(reader.TokenType)}; a stream's item must be an object.");
        }

        var (ids, isRight) = (0, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            (ids, isRight) = isId ? (ids + 1, reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(id)) : (ids, isRight);
            reader.Skip();
        }

        return ids == 1 && isRight ? json : Rewrite(what, json.Span, id);
    }

    private static ReadOnlyMemory<byte> Rewrite(string what, ReadOnlySpan<byte> json, string id)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length + Encoding.UTF8.GetMaxByteCount(id.Length) + 16);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            writer.WriteStartObject();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                var name = isId ? "" : reader.GetString()!;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (!isId)
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
                }
            }

            writer.WriteString("id"u8, id);
            writer.WriteEndObject();
        }

        return StateValue.Check(what, buffer.WrittenSpan) is { } problem ? throw new StateUpdateException(problem) : buffer.WrittenMemory;
    }

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        var kind => kind == JsonTokenType.True ? "true" : "false",
    };
}
