using System.Globalization;
using System.Text.Json.Nodes;

namespace Motia.Silo.Schemas.Types;

/// <summary>Moves every schema that is referred to into <c>$defs</c>, under its type's name, and leaves a reference in its place.</summary>
internal static class SharedSchemas
{
    public static void Lift(JsonObject root, IReadOnlyDictionary<JsonNode, string> names)
    {
        var references = new List<(JsonObject From, JsonObject To)>();
        Find(root, root, references);
        var definitions = new JsonObject();
        var lifted = new Dictionary<JsonObject, string>(ReferenceEqualityComparer.Instance);
        foreach (var (from, to) in references)
        {
            if (!lifted.TryGetValue(to, out var name))
            {
                name = Unused(names.GetValueOrDefault(to, "Shared"), definitions);
                lifted.Add(to, name);
                definitions.Add(name, Move(to));
                to["$ref"] = $"#/$defs/{name}";
            }
            from["$ref"] = $"#/$defs/{name}";
        }
        if (definitions.Count > 0)
        {
            root["$defs"] = definitions;
        }
    }

    private static void Find(JsonObject root, JsonNode? node, List<(JsonObject From, JsonObject To)> references)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Find(root, item, references);
            }
            return;
        }
        if (node is not JsonObject schema)
        {
            return;
        }
        if (schema["$ref"] is JsonValue reference)
        {
            references.Add((schema, Resolve(root, reference.GetValue<string>())));
        }
        foreach (var (_, value) in schema)
        {
            Find(root, value, references);
        }
    }

    private static JsonObject Resolve(JsonObject root, string reference)
    {
        JsonNode node = root;
        foreach (var part in reference.Split('/').Skip(1))
        {
            var token = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node is JsonArray list ? list[int.Parse(token, CultureInfo.InvariantCulture)]! : node[token]!;
        }
        return (JsonObject)node;
    }

    private static JsonObject Move(JsonObject from)
    {
        var to = new JsonObject();
        foreach (var (name, value) in from.ToArray())
        {
            from.Remove(name);
            to.Add(name, value);
        }
        return to;
    }

    private static string Unused(string name, JsonObject definitions)
    {
        var unused = name;
        for (var number = 2; definitions.ContainsKey(unused); number++)
        {
            unused = string.Create(CultureInfo.InvariantCulture, $"{name}{number}");
        }
        return unused;
    }
}
