using System.Globalization;
using System.Text.Json.Nodes;

namespace Motia.Silo.Schemas.Types;

/// <summary>What the number types of .NET hold, which the exporter does not say.</summary>
internal static class NumberRanges
{
    private static readonly Dictionary<Type, (string Minimum, string Maximum)> Integers = new()
    {
        [typeof(byte)] = Range(byte.MinValue, byte.MaxValue),
        [typeof(sbyte)] = Range(sbyte.MinValue, sbyte.MaxValue),
        [typeof(short)] = Range(short.MinValue, short.MaxValue),
        [typeof(ushort)] = Range(ushort.MinValue, ushort.MaxValue),
        [typeof(int)] = Range(int.MinValue, int.MaxValue),
        [typeof(uint)] = Range(uint.MinValue, uint.MaxValue),
        [typeof(long)] = Range(long.MinValue, long.MaxValue),
        [typeof(ulong)] = Range(ulong.MinValue, ulong.MaxValue),
        [typeof(Int128)] = Range(Int128.MinValue, Int128.MaxValue),
        [typeof(UInt128)] = Range(UInt128.MinValue, UInt128.MaxValue),
    };

    // The deserializer rounds to the nearest, so the end lies half a step beyond the largest value.
    private static readonly Dictionary<Type, string> Fractions = new()
    {
        [typeof(decimal)] = "79228162514264337593543950335.5",
        [typeof(Half)] = "65520",
    };

    public static bool IsNumber(Type type) =>
        Integers.ContainsKey(type) || Fractions.ContainsKey(type) || type == typeof(double) || type == typeof(float);

    public static void Add(JsonObject schema, Type type)
    {
        var number = type.IsEnum && !schema.ContainsKey("enum") ? type.GetEnumUnderlyingType() : type;
        if (!schema.ContainsKey("type"))
        {
            // A converter of the type's own decides.
            return;
        }
        if (Integers.TryGetValue(number, out var range))
        {
            schema["minimum"] = JsonNode.Parse(range.Minimum);
            schema["maximum"] = JsonNode.Parse(range.Maximum);
        }
        else if (Fractions.TryGetValue(number, out var end))
        {
            schema["exclusiveMinimum"] = JsonNode.Parse($"-{end}");
            schema["exclusiveMaximum"] = JsonNode.Parse(end);
        }
    }

    private static (string Minimum, string Maximum) Range(IFormattable minimum, IFormattable maximum) =>
        (minimum.ToString(null, CultureInfo.InvariantCulture), maximum.ToString(null, CultureInfo.InvariantCulture));
}
