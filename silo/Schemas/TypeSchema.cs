using System.Text.Json;
using Motia.Silo.Schemas.Types;

namespace Motia.Silo.Schemas;

/// <summary>
/// The schema of what a C# type is read from: its member names, types, nullability, required members and data annotations, as the
/// serializer options have them. Unknown members are allowed unless the type or the options refuse them.
/// </summary>
public sealed class TypeSchema
{
    private TypeSchema(JsonSchema schema, bool enforcedByDeserializer)
    {
        Schema = schema;
        EnforcedByDeserializer = enforcedByDeserializer;
    }

    /// <summary>The schema, compiled; <see cref="JsonSchema.Source"/> is its JSON. It refuses <c>null</c> as the whole value.</summary>
    public JsonSchema Schema { get; }

    /// <summary>
    /// Whether whatever deserializes, to anything but null, is valid too, so that validation before it adds nothing. False when the type
    /// has data annotations that restrict values, enums written as strings (the deserializer takes them in any case and as numbers) or
    /// types with a pattern; and always when the options read member names in any case, since a schema knows only one.
    /// </summary>
    public bool EnforcedByDeserializer { get; }

    /// <summary>Derives the schema of a type.</summary>
    /// <param name="type">The type that is deserialized.</param>
    /// <param name="options">The options it is deserialized with.</param>
    /// <exception cref="JsonSchemaException">
    /// The type cannot be deserialized, or has an annotation that no schema can express; the message names the member.
    /// </exception>
    public static TypeSchema For(Type type, JsonSerializerOptions options)
    {
        var builder = new TypeSchemaBuilder(options);
        using var json = JsonSerializer.SerializeToDocument(builder.Build(type));
        return new TypeSchema(
            JsonSchema.Compile(json.RootElement),
            !builder.HasRules && !options.PropertyNameCaseInsensitive && !builder.HasStricterKeyword);
    }
}
