using System.Text.Json;
using Motia.Silo.Schemas.Keywords;
using Motia.Silo.Schemas.Patterns;

namespace Motia.Silo.Schemas.Compiling;

/// <summary>Compiles the keywords of one schema.</summary>
internal sealed class NodeCompiler(SchemaCompiler compiler, KeywordReader schema)
{
    public void Fill(SchemaNode node)
    {
        RefuseNotImplemented();
        NamedNodes("$defs");
        NamedNodes("definitions");
        var properties = Node("unevaluatedProperties");
        var items = Node("unevaluatedItems");
        node.Fill(Types(), [.. Checks()], properties is null && items is null ? null : new UnevaluatedCheck(properties, items));
    }

    private void RefuseNotImplemented()
    {
        foreach (var (keyword, advice) in SchemaKeywords.NotImplemented)
        {
            if (schema.Has(keyword))
            {
                throw new JsonSchemaException(schema.Site.At(keyword), $"\"{keyword}\" is not implemented; {advice}.");
            }
        }
        if (schema.Text("$schema") is { } metaschema && !SchemaKeywords.Metaschemas.Contains(metaschema.TrimEnd('#')))
        {
            throw new JsonSchemaException(
                schema.Site.At("$schema"),
                $"\"$schema\" is \"{metaschema}\", which is not implemented; leave it out, or use one of "
                    + $"{string.Join(", ", SchemaKeywords.Metaschemas)}.");
        }
    }

    private JsonTypes Types()
    {
        if (!schema.TryGet("type", out var value))
        {
            return JsonTypes.All;
        }
        JsonElement[] names = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        var types = JsonTypes.None;
        foreach (var name in names)
        {
            var type = name.ValueKind == JsonValueKind.String ? JsonTypesExtensions.Parse(name.GetString()!) : JsonTypes.None;
            types |= type != JsonTypes.None ? type : throw WrongType(value);
        }
        return names.Length > 0 ? types : throw WrongType(value);
    }

    // Cheap ones first: the first that fails ends the test.
    private IEnumerable<Check> Checks()
    {
        if (schema.TryGet("const", out var constant))
        {
            yield return new ValueCheck([constant]);
        }
        if (schema.Has("enum"))
        {
            yield return new ValueCheck([.. schema.List("enum", mayBeEmpty: true)]);
        }
        if (schema.HasAny("minLength", "maxLength", "pattern"))
        {
            var pattern = schema.Text("pattern") is { } source ? KeywordReader.Pattern(source, schema.Site.At("pattern"), "pattern") : null;
            yield return new TextLimitsCheck(schema.Count("minLength"), schema.Count("maxLength"), pattern);
        }
        if (schema.HasAny("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))
        {
            yield return Numbers();
        }
        if (schema.HasAny(
            "properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties", "maxProperties",
            "dependentRequired", "dependentSchemas", "dependencies"))
        {
            yield return Members();
        }
        if (schema.HasAny(
            "items", "prefixItems", "additionalItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems"))
        {
            yield return Items();
        }
        foreach (var check in Combinations())
        {
            yield return check;
        }
    }

    private IEnumerable<Check> Combinations()
    {
        if (schema.Text("$ref") is { } reference)
        {
            yield return new RefCheck(compiler.Resolve(reference, schema.Site));
        }
        if (schema.Has("allOf"))
        {
            yield return new AllOfCheck(Nodes("allOf"));
        }
        if (schema.Has("anyOf"))
        {
            yield return new AnyOfCheck(Nodes("anyOf"));
        }
        if (schema.Has("oneOf"))
        {
            yield return new OneOfCheck(Nodes("oneOf"));
        }
        if (schema.TryGet("not", out var denied))
        {
            var text = denied.GetRawText();
            yield return new NotCheck(Node("not")!, text.Length <= 80 ? text : $"the schema at {schema.Site.At("not")}");
        }
        var (condition, then, otherwise) = (Node("if"), Node("then"), Node("else"));
        if (condition is not null)
        {
            yield return new ConditionCheck(condition, then, otherwise);
        }
    }

    private NumberCheck Numbers()
    {
        var bounds = new List<NumberBound>();
        foreach (var keyword in (string[])["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"])
        {
            if (schema.Number(keyword) is { } limit)
            {
                bounds.Add(new NumberBound(keyword, limit));
            }
        }
        return new NumberCheck([.. bounds], schema.PositiveNumber("multipleOf") is { } divisor ? new MultipleOf(divisor) : null);
    }

    private ObjectCheck Members()
    {
        var patterns = new List<(Pattern, SchemaNode)>();
        foreach (var (source, node) in NamedNodes("patternProperties"))
        {
            patterns.Add((KeywordReader.Pattern(source, schema.Site.At("patternProperties"), "patternProperties"), node));
        }
        var (dependentRequired, dependentSchemas) = Dependents();
        var keywords = new ObjectKeywords(NamedNodes("properties"), schema.Names("required"), dependentRequired, dependentSchemas)
        {
            PatternProperties = [.. patterns],
            AdditionalProperties = Node("additionalProperties"),
            PropertyNames = Node("propertyNames"),
            MinProperties = schema.Count("minProperties") ?? 0,
            MaxProperties = schema.Count("maxProperties") ?? int.MaxValue,
        };
        return new ObjectCheck(keywords);
    }

    // Draft 7's "dependencies" holds what later drafts tell apart.
    private (List<(string Name, string[] Needed)> Required, List<(string Name, SchemaNode Node)> Schemas) Dependents()
    {
        var required = new List<(string, string[])>();
        var schemas = new List<(string, SchemaNode)>();
        foreach (var member in schema.Map("dependentRequired"))
        {
            required.Add((member.Name, KeywordReader.Names(member.Value, schema.Site.At("dependentRequired"), "dependentRequired")));
        }
        foreach (var (name, node) in NamedNodes("dependentSchemas"))
        {
            schemas.Add((name, node));
        }
        foreach (var member in schema.Map("dependencies"))
        {
            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                required.Add((member.Name, KeywordReader.Names(member.Value, schema.Site.At("dependencies"), "dependencies")));
            }
            else
            {
                schemas.Add((member.Name, compiler.Node(member.Value, schema.Site.Below("dependencies", member.Name))));
            }
        }
        return (required, schemas);
    }

    private ArrayCheck Items()
    {
        // Before draft 2020-12 the array form of "items" was what "prefixItems" is, with "additionalItems" for the rest.
        var isOldForm = schema.TryGet("items", out var items) && items.ValueKind == JsonValueKind.Array;
        if (isOldForm && schema.Has("prefixItems"))
        {
            throw schema.Wrong("items", items, "a schema, since there is \"prefixItems\" too");
        }
        var contains = Node("contains");
        var minContains = schema.Count("minContains") ?? 1;
        var maxContains = schema.Count("maxContains") ?? int.MaxValue;
        return new ArrayCheck(new ArrayKeywords(
            isOldForm ? Nodes("items", mayBeEmpty: true) : Nodes("prefixItems"),
            isOldForm ? Node("additionalItems") : Node("items"),
            contains,
            minContains,
            maxContains,
            schema.Count("minItems") ?? 0,
            schema.Count("maxItems") ?? int.MaxValue,
            schema.Flag("uniqueItems")));
    }

    private SchemaNode? Node(string keyword) =>
        schema.TryGet(keyword, out var value) ? compiler.Node(value, schema.Site.Below(keyword)) : null;

    private SchemaNode[] Nodes(string keyword, bool mayBeEmpty = false)
    {
        var place = schema.Site.Below(keyword);
        return [.. schema.List(keyword, mayBeEmpty).Select((item, index) => compiler.Node(item, $"{place}/{index}"))];
    }

    private Dictionary<string, SchemaNode> NamedNodes(string keyword)
    {
        var nodes = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var member in schema.Map(keyword))
        {
            nodes[member.Name] = compiler.Node(member.Value, schema.Site.Below(keyword, member.Name));
        }
        return nodes;
    }

    private JsonSchemaException WrongType(JsonElement value) =>
        schema.Wrong("type", value, $"one of {JsonTypesExtensions.AllNames}, or an array of them");
}
