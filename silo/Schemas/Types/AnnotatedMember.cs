using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Motia.Silo.Schemas.Types;

/// <summary>A member as its annotations see it.</summary>
internal sealed record AnnotatedMember(string Name, JsonTypeInfo TypeInfo, JsonSerializerOptions Options)
{
    public Type Type => Nullable.GetUnderlyingType(TypeInfo.Type) ?? TypeInfo.Type;

    public bool IsText => Type == typeof(string);

    public bool IsNumber => NumberRanges.IsNumber(Type);

    /// <summary>The noun in the keywords that count what it holds: <c>minLength</c>, <c>minItems</c>, <c>minProperties</c>.</summary>
    public string? Counted => TypeInfo.Kind switch
    {
        JsonTypeInfoKind.Enumerable => "Items",
        JsonTypeInfoKind.Dictionary => "Properties",
        _ => IsText ? "Length" : null,
    };
}
