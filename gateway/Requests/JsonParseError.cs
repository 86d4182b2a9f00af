using System.Globalization;
using System.Text.Json;

namespace Motia.Gateway.Requests;

/// <summary>Says what is wrong with JSON that can't be read.</summary>
internal static class JsonParseError
{
    public static string Describe(JsonException exception) => string.Create(
        CultureInfo.InvariantCulture,
        $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}); it must be JSON of at most 64 levels in UTF-8.");
}
