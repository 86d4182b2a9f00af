using System.Runtime.InteropServices;
using System.Text.Json;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>The types that a schema allows.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Object = 1,
    Array = 2,
    String = 4,
    Boolean = 8,
    Null = 16,
    Integer = 32,

    // A number that is no integer. "number" allows both.
    Fraction = 64,
    Number = Integer | Fraction,
    All = 127,
}

internal static class JsonTypesExtensions
{
    private static readonly (JsonTypes Type, string Name)[] Names =
    [
        (JsonTypes.Object, "object"), (JsonTypes.Array, "array"), (JsonTypes.String, "string"), (JsonTypes.Number, "number"),
        (JsonTypes.Integer, "integer"), (JsonTypes.Boolean, "boolean"), (JsonTypes.Null, "null"),
    ];

    public static string AllNames { get; } = string.Join(", ", Names.Select(name => name.Name));

    public static JsonTypes Parse(string name) => Array.Find(Names, known => known.Name == name).Type;

    public static bool Allow(this JsonTypes types, JsonElement instance)
    {
        switch (instance.ValueKind)
        {
            case JsonValueKind.Object: return (types & JsonTypes.Object) != 0;
            case JsonValueKind.Array: return (types & JsonTypes.Array) != 0;
            case JsonValueKind.String: return (types & JsonTypes.String) != 0;
            case JsonValueKind.True or JsonValueKind.False: return (types & JsonTypes.Boolean) != 0;
            case JsonValueKind.Null: return (types & JsonTypes.Null) != 0;
            default:
                var number = types & JsonTypes.Number;
                return number == JsonTypes.Number
                    || (number != 0 && JsonNumber.IsIntegerText(JsonMarshal.GetRawUtf8Value(instance)));
        }
    }

    /// <summary>For example <c>a string or null</c>.</summary>
    public static string Describe(this JsonTypes types)
    {
        var names = Names
            .Where(name => (types & name.Type) == name.Type && !(name.Type == JsonTypes.Integer && (types & JsonTypes.Fraction) != 0))
            .Select(name => name.Type switch
            {
                JsonTypes.Null => "null",
                JsonTypes.Object or JsonTypes.Array or JsonTypes.Integer => $"an {name.Name}",
                _ => $"a {name.Name}",
            })
            .ToArray();
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }
}
