using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Motia.Silo.Schemas.Types;

/// <summary>
/// Exports a type's schema and adds what the exporter leaves out. The exporter writes the second use of a type as a reference to the
/// place of the first, so what belongs to one member alone is kept aside until the shared schemas stand in <c>$defs</c>.
/// </summary>
internal sealed class TypeSchemaBuilder(JsonSerializerOptions options)
{
    private readonly Dictionary<JsonNode, MemberRules> _members = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<JsonNode, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly List<(JsonObject Properties, string Name, bool IsClosed)> _ignored = [];

    /// <summary>Whether some member has rules of its own.</summary>
    public bool HasRules { get; private set; }

    /// <summary>Whether the schema of some type has a keyword that the deserializer is less strict about.</summary>
    public bool HasStricterKeyword { get; private set; }

    public JsonNode Build(Type type)
    {
        var root = AsObject(Export(type));
        SharedSchemas.Lift(root, _names);
        foreach (var (node, rules) in _members)
        {
            rules.Apply(root, (JsonObject)node);
        }
        foreach (var (properties, name, isClosed) in _ignored)
        {
            properties.Remove(name);
            if (isClosed)
            {
                properties.Add(name, true);
            }
        }
        MemberRules.RefuseNull(root, root);
        return root;
    }

    private JsonNode Export(Type type)
    {
        try
        {
            return options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TransformSchemaNode = Transform });
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
        {
            throw new JsonSchemaException(type.Name, $"cannot be read from JSON: {exception.Message}");
        }
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        node = context.BaseTypeInfo is null ? node : AsObject(node);
        if (node is JsonObject schema && !schema.ContainsKey("$ref"))
        {
            _names[schema] = TypeName(type);
            HasStricterKeyword |= schema.ContainsKey("enum") || schema.ContainsKey("pattern");
            NumberRanges.Add(schema, type);
            if (type.GetCustomAttribute<DescriptionAttribute>() is { } description && context.PropertyInfo is null)
            {
                schema["description"] = description.Description;
            }
            if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
            {
                CompleteObject(context, schema);
            }
        }
        if (context.PropertyInfo is { } property && MemberRules.Of(property, context.TypeInfo, options) is { } rules)
        {
            node = AsObject(node);
            _members.Add(node, rules);
            HasRules |= rules.Restricts;
        }
        return node;
    }

    private void CompleteObject(JsonSchemaExporterContext context, JsonObject schema)
    {
        var type = context.TypeInfo;
        MemberRules.RefuseTypeRules(type.Type);
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var property in type.Properties)
        {
            var isRead = property.Set is not null || property.AssociatedParameter is not null
                || (property.ObjectCreationHandling ?? type.PreferredPropertyObjectCreationHandling) == JsonObjectCreationHandling.Populate;
            if (!isRead && properties.ContainsKey(property.Name))
            {
                // The deserializer passes over it, whatever it holds.
                _ignored.Add((properties, property.Name, schema.ContainsKey("additionalProperties")));
            }
            else if (isRead && MemberRules.IsRequired(property))
            {
                Require(schema, property.Name);
            }
        }
        if (context.BaseTypeInfo?.PolymorphismOptions is { IgnoreUnrecognizedTypeDiscriminators: false } polymorphism
            && !properties.ContainsKey(polymorphism.TypeDiscriminatorPropertyName))
        {
            // The form without a discriminator is not the form of every other discriminator.
            properties.Add(polymorphism.TypeDiscriminatorPropertyName, false);
            schema["properties"] = properties;
        }
    }

    private static void Require(JsonObject schema, string name)
    {
        if (schema["required"] is not JsonArray required)
        {
            schema.Add("required", new JsonArray(name));
        }
        else if (!required.Any(known => known!.GetValue<string>() == name))
        {
            required.Add(name);
        }
    }

    private static JsonObject AsObject(JsonNode node) =>
        node as JsonObject ?? (node.GetValue<bool>() ? [] : new JsonObject { ["not"] = true });

    private static string TypeName(Type type)
    {
        var name = type.IsArray ? $"{TypeName(type.GetElementType()!)}Array" : type.Name.Split('`')[0];
        return string.Concat([name, .. type.GenericTypeArguments.Select(argument => $"Of{TypeName(argument)}")]);
    }
}
