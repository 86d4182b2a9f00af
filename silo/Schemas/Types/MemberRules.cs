using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Motia.Silo.Schemas.Types;

/// <summary>The keywords that a member's attributes stand for, be they on the property or on the constructor's parameter.</summary>
internal sealed class MemberRules
{
    private readonly JsonObject _keywords = [];
    private readonly List<JsonObject> _more = [];
    private bool _isNotNull;

    private MemberRules()
    {
    }

    /// <summary>Whether they restrict values, beyond describing them.</summary>
    public bool Restricts { get; private set; }

    /// <summary>The rules of a member; null when it has none.</summary>
    public static MemberRules? Of(JsonPropertyInfo property, JsonTypeInfo type, JsonSerializerOptions options)
    {
        var rules = new MemberRules { _isNotNull = RefusesNull(property, options) };
        var member = new AnnotatedMember($"{property.DeclaringType.Name}.{MemberName(property)}", type, options);
        foreach (var attribute in Attributes(property))
        {
            if (attribute is DescriptionAttribute description)
            {
                rules._keywords["description"] = description.Description;
            }
            else if (attribute is RequiredAttribute required)
            {
                rules.Require(required, member);
            }
            else if (attribute is ValidationAttribute validation)
            {
                rules.Add(AnnotationKeywords.Of(validation, member));
            }
        }
        return rules._keywords.Count > 0 || rules._isNotNull ? rules : null;
    }

    public static bool IsRequired(JsonPropertyInfo property) => Attributes(property).Any(attribute => attribute is RequiredAttribute);

    /// <summary>Refuses the rules that a type states about itself as a whole: no schema can express them.</summary>
    public static void RefuseTypeRules(Type type)
    {
        var rule = typeof(IValidatableObject).IsAssignableFrom(type)
            ? nameof(IValidatableObject)
            : type.GetCustomAttributes<ValidationAttribute>(inherit: true).FirstOrDefault()?.GetType().Name;
        if (rule is not null)
        {
            throw new JsonSchemaException(
                type.Name, $"has {rule}, which a schema cannot express; check it in the handler or in a middleware.");
        }
    }

    /// <summary>Takes null out of what a schema allows.</summary>
    public static void RefuseNull(JsonObject root, JsonObject schema)
    {
        var shared = schema["$ref"]?.GetValue<string>() is { } reference
            ? (JsonObject)root["$defs"]![reference["#/$defs/".Length..]]!
            : schema;
        if (shared["type"] is JsonArray types && types.Any(IsNull))
        {
            var others = types.Where(type => !IsNull(type)).Select(type => type!.DeepClone()).ToArray();
            schema["type"] = others.Length == 1 ? others[0] : new JsonArray(others);
        }
        else if (shared["enum"] is JsonArray values && values.Any(value => value is null))
        {
            schema["enum"] = new JsonArray([.. values.Where(value => value is not null).Select(value => value!.DeepClone())]);
        }
        else if (!shared.ContainsKey("type") && !shared.ContainsKey("enum") && !schema.ContainsKey("not"))
        {
            schema["not"] = new JsonObject { ["type"] = "null" };
        }
    }

    /// <summary>Adds the rules to the member's schema.</summary>
    public void Apply(JsonObject root, JsonObject schema)
    {
        if (_isNotNull)
        {
            RefuseNull(root, schema);
        }
        foreach (var (keyword, value) in _keywords)
        {
            Merge(schema, keyword, value!.DeepClone());
        }
        foreach (var more in _more)
        {
            AllOf(schema).Add(more.DeepClone());
        }
    }

    private void Require(RequiredAttribute attribute, AnnotatedMember member)
    {
        Restricts = true;
        _isNotNull = true;
        if (member.IsText && !attribute.AllowEmptyStrings)
        {
            Add(new JsonObject { ["minLength"] = 1, ["pattern"] = @"\S" });
        }
    }

    private void Add(JsonObject keywords)
    {
        Restricts |= keywords.Count > 0;
        foreach (var (keyword, value) in keywords)
        {
            if (!_keywords.ContainsKey(keyword))
            {
                _keywords.Add(keyword, value!.DeepClone());
            }
            else if (!JsonNode.DeepEquals(_keywords[keyword], value))
            {
                _more.Add(new JsonObject { [keyword] = value!.DeepClone() });
            }
        }
    }

    // A range of the member's own replaces the wider one of its type.
    private static void Merge(JsonObject schema, string keyword, JsonNode value)
    {
        if (!schema.TryGetPropertyValue(keyword, out var known) || keyword == "description")
        {
            schema[keyword] = value;
        }
        else if (keyword is "minimum" or "maximum" && IsTighter(keyword, value, known!))
        {
            schema[keyword] = value;
        }
        else if (!JsonNode.DeepEquals(known, value))
        {
            AllOf(schema).Add(new JsonObject { [keyword] = value });
        }
    }

    private static bool IsTighter(string keyword, JsonNode value, JsonNode known)
    {
        var order = Text.JsonNumber.Compare(
            new Text.JsonNumber(JsonSerializer.SerializeToUtf8Bytes(value)),
            new Text.JsonNumber(JsonSerializer.SerializeToUtf8Bytes(known)));
        return keyword == "minimum" ? order > 0 : order < 0;
    }

    private static JsonArray AllOf(JsonObject schema)
    {
        if (schema["allOf"] is not JsonArray all)
        {
            all = [];
            schema["allOf"] = all;
        }
        return all;
    }

    // The exporter knows it only of types that it has a word for.
    private static bool RefusesNull(JsonPropertyInfo property, JsonSerializerOptions options) =>
        options.RespectNullableAnnotations
        && !property.PropertyType.IsValueType
        && !(property.AssociatedParameter?.IsNullable ?? property.IsSetNullable);

    private static bool IsNull(JsonNode? type) => type!.GetValue<string>() == "null";

    private static IEnumerable<object> Attributes(JsonPropertyInfo property)
    {
        ICustomAttributeProvider?[] providers = [property.AttributeProvider, property.AssociatedParameter?.AttributeProvider];
        return providers.OfType<ICustomAttributeProvider>().SelectMany(provider => provider.GetCustomAttributes(inherit: true));
    }

    private static string MemberName(JsonPropertyInfo property) => (property.AttributeProvider as MemberInfo)?.Name ?? property.Name;
}
