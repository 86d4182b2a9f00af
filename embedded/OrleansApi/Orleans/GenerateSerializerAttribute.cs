namespace Orleans;

/// <summary>Orleans generates a serializer for the type. Embedded passes the object itself.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether the members of a primary constructor are serialized too.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}
