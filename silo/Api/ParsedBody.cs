using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Motia.Gateway.Requests;
using Motia.Silo.Json;

namespace Motia.Silo.Api;

/// <summary>A body as JSON, and the files that came with it.</summary>
/// <param name="Body">What JSON says; the fields of a form; a text as a string; an empty object if there is no body; null for bytes.</param>
/// <param name="Files">The files of a multipart form.</param>
internal sealed record ParsedBody(JsonNode? Body, IReadOnlyList<ApiFile> Files)
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="BadBodyException">It is not what its content type says.</exception>
    public static ParsedBody Parse(BodyKind kind, string? contentType, ReadOnlyMemory<byte> body) => kind switch
    {
        BodyKind.None => new(new JsonObject(), []),
        BodyKind.Json => new(Json(body), []),
        BodyKind.Form => new(Fields(QueryHelpers.ParseQuery(BodyText.Decode(kind, contentType, body.Span))), []),
        BodyKind.Multipart => MultipartBody.Parse(contentType!, body),
        BodyKind.Text => new(JsonValue.Create(BodyText.Decode(kind, contentType, body.Span)), []),
        _ => new(null, []),
    };

    /// <summary>Form fields as an object: one value is a string, several are an array of strings.</summary>
    public static JsonObject Fields(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var result = new JsonObject();
        foreach (var (name, values) in fields)
        {
            result[name] = values.Count == 1 ? JsonValue.Create(values.ToString()) : new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }

        return result;
    }

    /// <summary>Demands that bytes are JSON in UTF-8.</summary>
    /// <exception cref="BadBodyException">They are not.</exception>
    public static void DemandJson(ReadOnlySpan<byte> body)
    {
        DemandUtf8(body);
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MotiaJson.DocumentOptions.MaxDepth });
            while (reader.Read())
            {
                DemandWholeCharacters(ref reader);
            }
        }
        catch (JsonException exception)
        {
            throw new BadBodyException(JsonParseError.Describe(exception));
        }
    }

    private static void DemandUtf8(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            throw new BadBodyException("The body is not valid UTF-8; JSON must be.");
        }
    }

    private static JsonNode? Json(ReadOnlyMemory<byte> body)
    {
        DemandUtf8(body.Span);
        try
        {
            DemandWholeCharacters(body.Span);
            return JsonNode.Parse(body.Span, documentOptions: MotiaJson.DocumentOptions);
        }
        catch (JsonException exception)
        {
            throw new BadBodyException(JsonParseError.Describe(exception));
        }
    }

    // The parser looks into strings only when they are asked for, and half a surrogate pair would fail whoever asks.
    private static void DemandWholeCharacters(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MotiaJson.DocumentOptions.MaxDepth });
        while (reader.Read())
        {
            DemandWholeCharacters(ref reader);
        }
    }

    private static void DemandWholeCharacters(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
        {
            return;
        }

        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new BadBodyException("The body has half a surrogate pair in a \\u escape; each must be whole.");
        }
    }
}
