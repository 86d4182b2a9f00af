using System.Text.Json;

namespace Motia.Silo.Schemas.Compiling;

/// <summary>Which keywords hold schemas, and in what shape.</summary>
internal static class SchemaKeywords
{
    /// <summary>The keywords of the drafts that are not implemented, each with what to do instead.</summary>
    public static IReadOnlyDictionary<string, string> NotImplemented { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["$dynamicRef"] = "use \"$ref\"",
        ["$dynamicAnchor"] = "use \"$anchor\"",
        ["$recursiveRef"] = "use \"$ref\": \"#\"",
        ["$recursiveAnchor"] = "use \"$anchor\"",
        ["$vocabulary"] = "leave it out",
    };

    /// <summary>The metaschemas that <c>$schema</c> may name, without an empty fragment.</summary>
    public static IReadOnlyList<string> Metaschemas { get; } =
    [
        "https://json-schema.org/draft/2020-12/schema",
        "https://json-schema.org/draft/2019-09/schema",
        "http://json-schema.org/draft-07/schema",
        "http://json-schema.org/draft-06/schema",
    ];

    private static readonly HashSet<string> One = new(StringComparer.Ordinal)
    {
        "additionalProperties", "unevaluatedProperties", "propertyNames", "items", "additionalItems", "unevaluatedItems", "contains",
        "not", "if", "then", "else", "contentSchema",
    };

    private static readonly HashSet<string> List = new(StringComparer.Ordinal) { "allOf", "anyOf", "oneOf", "prefixItems", "items" };

    private static readonly HashSet<string> Map = new(StringComparer.Ordinal)
    {
        "properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "dependencies",
    };

    /// <summary>The schemas directly inside of a schema, each with its pointer.</summary>
    public static IEnumerable<(JsonElement Element, string Pointer)> Children(JsonElement schema, string pointer)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var place = SchemaSite.Append(pointer, keyword.Name);
            if (IsSchema(keyword.Value) && One.Contains(keyword.Name))
            {
                yield return (keyword.Value, place);
            }
            else if (keyword.Value.ValueKind == JsonValueKind.Array && List.Contains(keyword.Name))
            {
                var index = 0;
                foreach (var item in keyword.Value.EnumerateArray())
                {
                    yield return (item, $"{place}/{index++}");
                }
            }
            else if (keyword.Value.ValueKind == JsonValueKind.Object && Map.Contains(keyword.Name))
            {
                foreach (var member in keyword.Value.EnumerateObject().Where(member => IsSchema(member.Value)))
                {
                    yield return (member.Value, SchemaSite.Append(place, member.Name));
                }
            }
        }
    }

    public static bool IsSchema(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False;
}
