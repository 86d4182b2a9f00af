using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Motia.Gateway.Control;

/// <summary>Reads and answers dead letters, whose data are some levels deeper in them than JSON elsewhere may be.</summary>
internal static class LetterJson
{
    private const int Deepest = 72;
    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = Deepest };
    private static readonly JsonSerializerOptions WriteOptions = new(JsonSerializerDefaults.Web) { MaxDepth = Deepest };

    public static JsonNode Parse(ReadOnlyMemory<byte> letter) => JsonNode.Parse(letter.Span, documentOptions: ReadOptions)!;

    public static string IdOf(ReadOnlyMemory<byte> letter)
    {
        using var document = JsonDocument.Parse(letter, ReadOptions);
        return document.RootElement.GetProperty("id").GetString()!;
    }

    public static JsonHttpResult<T> Answer<T>(T answer) => TypedResults.Json(answer, WriteOptions);
}
