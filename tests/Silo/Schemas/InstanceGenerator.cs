using System.Text.Json;
using System.Text.Json.Nodes;

namespace Motia.Silo.Tests.Schemas;

/// <summary>Makes instances that follow a schema in most places and leave it in some.</summary>
internal sealed class InstanceGenerator(JsonElement root, Random random)
{
    private const double Stray = 0.03;

    private static readonly string[] Anything =
    [
        "null", "true", "0", "-1", "1.5", "256", "-32769", "4294967296", "9223372036854775808", "-9223372036854775809", "100000000000000000000000000000", "65519",
        "65520", "1e400", "79228162514264337593543950335", "79228162514264337593543950336", "170141183460469231731687303715884105728", "\"\"", "\"x\"", "\"1\"",
        "\"\\u00e9\\n\"", "[]", "[null]", "[1]", "{}", """{"a":1}""", """{"a":null,"name":"n"}""",
    ];

    public JsonNode? Next() => Make(root, 0);

    private JsonNode? Make(JsonElement schema, int depth)
    {
        if (random.NextDouble() < Stray || schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return JsonNode.Parse(Anything[random.Next(Anything.Length)]);
        }
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Make(root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), depth);
        }
        var form = schema;
        if (schema.TryGetProperty("anyOf", out var forms))
        {
            form = forms[random.Next(forms.GetArrayLength())];
        }
        return Type(schema) switch
        {
            "null" => null,
            "boolean" => JsonValue.Create(random.Next(2) == 0),
            "integer" => JsonNode.Parse(Integer(schema)),
            "number" => JsonNode.Parse(random.Next(4) switch { 0 => "0.1", 1 => "-12.5e1", 2 => "7", _ => "1e-30" }),
            "string" => JsonValue.Create(random.Next(3) switch { 0 => "", 1 => "text", _ => "Ünïcode 😀" }),
            "array" => Items(schema, depth),
            _ => Members(form, depth),
        };
    }

    private string Type(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) || schema.TryGetProperty("anyOf", out _) ? "object" : "string";
        }
        return type.ValueKind == JsonValueKind.Array ? type[random.Next(type.GetArrayLength())].GetString()! : type.GetString()!;
    }

    private string Integer(JsonElement schema) => random.Next(3) switch
    {
        0 => schema.GetProperty("minimum").GetRawText(),
        1 => schema.GetProperty("maximum").GetRawText(),
        _ => "7",
    };

    private JsonArray Items(JsonElement schema, int depth)
    {
        var items = new JsonArray();
        for (var count = depth > 4 ? 0 : random.Next(3); count > 0; count--)
        {
            items.Add(schema.TryGetProperty("items", out var item) ? Make(item, depth + 1) : JsonValue.Create(count));
        }
        return items;
    }

    private JsonObject Members(JsonElement schema, int depth)
    {
        var members = new JsonObject();
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                var isLeftOut = required.Contains(property.Name) ? random.NextDouble() < Stray : depth > 4 || random.Next(2) == 0;
                if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("const", out var constant))
                {
                    members.Add(property.Name, random.NextDouble() < Stray ? "other" : constant.GetString());
                }
                else if (!isLeftOut && property.Value.ValueKind != JsonValueKind.False)
                {
                    members.Add(property.Name, Make(property.Value, depth + 1));
                }
            }
        }
        if (schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.Object)
        {
            members.Add("key", Make(additional, depth + 1));
        }
        if (random.NextDouble() < Stray)
        {
            members["unknown"] = 1;
        }
        return members;
    }
}
