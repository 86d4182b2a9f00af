using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of an api call's Result. Read by hand: every request has one.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers; null if there are none. Of names that differ in case only the last counts.</param>
/// <param name="BodyKind"><c>none</c>, <c>json</c>, <c>text</c> or <c>bytes</c>.</param>
internal sealed record ResultMeta(int Status, Dictionary<string, StringValues>? Headers, string? BodyKind)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="RunnerProtocolException">It is none.</exception>
    public static ResultMeta Read(ReadOnlySpan<byte> meta)
    {
        var json = new Utf8JsonReader(meta);
        try
        {
            return Read(ref json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new RunnerProtocolException($"The meta of a {FrameKind.Result} cannot be read: {exception.Message}", exception);
        }
    }

    private static ResultMeta Read(ref Utf8JsonReader json)
    {
        var (status, kind) = (0, (string?)null);
        Dictionary<string, StringValues>? headers = null;
        Demand(json.Read() && json.TokenType == JsonTokenType.StartObject, "it is no object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("status"u8))
            {
                json.Read();
                status = json.GetInt32();
            }
            else if (json.ValueTextEquals("bodyKind"u8))
            {
                json.Read();
                kind = json.GetString();
            }
            else if (json.ValueTextEquals("headers"u8))
            {
                headers = ReadHeaders(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return new(status, headers, kind);
    }

    private static Dictionary<string, StringValues>? ReadHeaders(ref Utf8JsonReader json)
    {
        Dictionary<string, StringValues>? headers = null;
        Demand(json.Read() && json.TokenType == JsonTokenType.StartObject, "\"headers\" is no object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            headers ??= new(StringComparer.OrdinalIgnoreCase);
            headers[name] = json.TokenType == JsonTokenType.StartArray ? ReadValues(ref json) : json.GetString();
        }

        return headers;
    }

    private static StringValues ReadValues(ref Utf8JsonReader json)
    {
        var values = new List<string?>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            values.Add(json.GetString());
        }

        return new StringValues([.. values]);
    }

    private static void Demand(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new JsonException(otherwise);
        }
    }
}
