using System.Text;
using System.Text.Json;
using Motia.Silo.Schemas.Patterns;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Compiling;

/// <summary>Reads the values of one schema's keywords; a value of the wrong kind is an error that says what it must be.</summary>
internal readonly struct KeywordReader(SchemaSite site)
{
    public SchemaSite Site => site;

    public bool TryGet(string keyword, out JsonElement value) => site.Element.TryGetProperty(keyword, out value);

    public bool Has(string keyword) => TryGet(keyword, out _);

    public bool HasAny(params ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (Has(keyword))
            {
                return true;
            }
        }
        return false;
    }

    public string? Text(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(keyword, value, "a string");
    }

    public bool Flag(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return false;
        }
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(keyword, value, "true or false");
    }

    /// <summary>A number as it is written, so that none of it is lost.</summary>
    public byte[]? Number(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.Number
            ? Encoding.UTF8.GetBytes(value.GetRawText())
            : throw Wrong(keyword, value, "a number");
    }

    public byte[]? PositiveNumber(string keyword)
    {
        var text = Number(keyword);
        if (text is not null && new JsonNumber(text) is { IsZero: true } or { Negative: true })
        {
            throw Wrong(keyword, site.Element.GetProperty(keyword), "a number greater than 0");
        }
        return text;
    }

    /// <summary>A count; one that no document reaches reads as the largest.</summary>
    public int? Count(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }
        if (value.ValueKind != JsonValueKind.Number
            || new JsonNumber(Encoding.UTF8.GetBytes(value.GetRawText())) is { IsInteger: false } or { Negative: true })
        {
            throw Wrong(keyword, value, "an integer of 0 or more");
        }
        return (int)Math.Min(value.GetDouble(), int.MaxValue);
    }

    public string[] Names(string keyword) => TryGet(keyword, out var value) ? Names(value, site.At(keyword), keyword) : [];

    public static string[] Names(JsonElement value, string place, string keyword)
    {
        var isList = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
        return isList
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(place, keyword, value, "an array of strings");
    }

    public IEnumerable<JsonElement> List(string keyword, bool mayBeEmpty = false)
    {
        if (!TryGet(keyword, out var value))
        {
            return [];
        }
        return value.ValueKind == JsonValueKind.Array && (mayBeEmpty || value.GetArrayLength() > 0)
            ? value.EnumerateArray()
            : throw Wrong(keyword, value, mayBeEmpty ? "an array" : "an array of at least one schema");
    }

    public IEnumerable<JsonProperty> Map(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return [];
        }
        return value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw Wrong(keyword, value, "an object");
    }

    public static Pattern Pattern(string source, string place, string keyword)
    {
        try
        {
            return new Pattern(source);
        }
        catch (FormatException exception)
        {
            throw new JsonSchemaException(
                place, $"\"{keyword}\" has \"{source}\", which is not a regular expression of ECMA-262: {exception.Message}.");
        }
    }

    public JsonSchemaException Wrong(string keyword, JsonElement value, string allowed) => Wrong(site.At(keyword), keyword, value, allowed);

    private static JsonSchemaException Wrong(string place, string keyword, JsonElement value, string allowed)
    {
        var text = value.GetRawText();
        return new(place, $"\"{keyword}\" is {(text.Length <= 80 ? text : $"{text[..76]}…")}; it must be {allowed}.");
    }
}
