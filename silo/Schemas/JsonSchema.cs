using System.Text.Json;
using Motia.Silo.Schemas.Compiling;
using Motia.Silo.Schemas.Keywords;
using Motia.Silo.Schemas.Patterns;

namespace Motia.Silo.Schemas;

/// <summary>
/// A compiled JSON Schema of draft 2020-12. Immutable; any number of threads may validate with it at the same time.
/// Formats and content keywords are annotations, as the draft's default has it. Draft 7's array form of <c>items</c>,
/// <c>additionalItems</c>, <c>dependencies</c> and <c>definitions</c> are understood.
/// Not implemented, and refused when the schema is compiled: references out of the document, <c>$dynamicRef</c>,
/// <c>$dynamicAnchor</c>, <c>$recursiveRef</c>, <c>$recursiveAnchor</c>, <c>$vocabulary</c> and metaschemas of one's own.
/// </summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    internal JsonSchema(JsonElement source, SchemaNode root)
    {
        Source = source;
        _root = root;
    }

    /// <summary>The schema as it was given.</summary>
    public JsonElement Source { get; }

    /// <summary>Compiles a schema from its text.</summary>
    /// <exception cref="JsonSchemaException">The text is not JSON, or not a schema that can be used.</exception>
    public static JsonSchema Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Compile(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new JsonSchemaException("#", $"is not JSON ({exception.Message}); it must be a JSON Schema: an object, true or false.");
        }
    }

    /// <summary>Compiles a schema; the element's document may be disposed afterwards.</summary>
    /// <exception cref="JsonSchemaException">It is not a schema that can be used; the message names the place in it.</exception>
    public static JsonSchema Compile(JsonElement schema)
    {
        var source = schema.Clone();
        try
        {
            return new JsonSchema(source, new SchemaCompiler(source).Compile());
        }
        catch (InvalidOperationException exception)
        {
            // What the JSON reader throws for a name or a text with half of a surrogate pair.
            throw new JsonSchemaException("#", $"holds a text that is not Unicode: {exception.Message}");
        }
    }

    /// <summary>
    /// Whether the instance is valid. Stops at the first error, and at a text that takes longer than 250 ms to match a pattern: such an
    /// instance counts as invalid. A valid instance costs no allocation, unless an object or array under
    /// <c>unevaluated…</c> has over 512 members, or <c>propertyNames</c> uses more than text keywords.
    /// </summary>
    public bool IsValid(JsonElement instance)
    {
        try
        {
            return _root.Test(instance, default, null);
        }
        catch (PatternGivenUpException)
        {
            return false;
        }
    }

    /// <summary>The errors of the instance, at most 64 of them; empty, and not allocated, when the instance is valid.</summary>
    public IReadOnlyList<SchemaError> Validate(JsonElement instance)
    {
        if (IsValid(instance))
        {
            return [];
        }
        var errors = new ErrorCollector();
        try
        {
            _root.Test(instance, default, errors);
        }
        catch (PatternGivenUpException exception)
        {
            errors.Add(exception.Message);
        }
        return errors.ToErrors();
    }
}
