using System.Text.Json.Nodes;

namespace Motia.Grains;

/// <summary>What a stream's definition says, whatever language it was written in. The values are checked.</summary>
public sealed record StreamDescription
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The language it is written in: <c>csharp</c>, <c>typescript</c>, <c>javascript</c> or <c>python</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Its file, relative to the project, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>A sentence for people.</summary>
    public string? Description { get; init; }

    /// <summary>The schema of an item.</summary>
    public JsonNode? Schema { get; init; }

    /// <summary>Whether the definition itself decides who may subscribe.</summary>
    public bool HasCanAccess { get; init; }
}
