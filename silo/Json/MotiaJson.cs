using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Motia.Silo.Json;

/// <summary>How JSON becomes C# types and back, everywhere in a project: camelCase names, required and non-nullable members demanded, unknown members ignored.</summary>
internal static class MotiaJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = 64 };

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = 64,

            // Answers are sent as JSON, never inside HTML, so letters need no escapes.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
