using System.Text.Json.Nodes;

namespace Motia.Grains;

/// <summary>What a step's config says, whatever language it was written in. The values are checked: <c>StepRules</c> in the silo has passed.</summary>
public sealed record StepDescription
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind.</summary>
    public required StepKind Type { get; init; }

    /// <summary>The language it is written in: <c>csharp</c>, <c>typescript</c>, <c>javascript</c> or <c>python</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Its file, relative to the project, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>A sentence for people.</summary>
    public string? Description { get; init; }

    /// <summary>The flows it belongs to.</summary>
    public IReadOnlyList<string> Flows { get; init; } = [];

    /// <summary>The route of an api step.</summary>
    public string? Path { get; init; }

    /// <summary>The method of an api step.</summary>
    public string? Method { get; init; }

    /// <summary>The topics of an event step.</summary>
    public IReadOnlyList<string>? Subscribes { get; init; }

    /// <summary>The expression of a cron step.</summary>
    public string? Cron { get; init; }

    /// <summary>The time zone of a cron step; null is the host's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What a cron step does about missed occurrences.</summary>
    public string? CatchUp { get; init; }

    /// <summary>What a cron step does about overlapping occurrences.</summary>
    public string? Overlap { get; init; }

    /// <summary>The topics it may emit; empty allows every one.</summary>
    public IReadOnlyList<Emit> Emits { get; init; } = [];

    /// <summary>The topics the graph shows as emitted.</summary>
    public IReadOnlyList<Emit> VirtualEmits { get; init; } = [];

    /// <summary>The topics the graph shows as subscribed.</summary>
    public IReadOnlyList<string> VirtualSubscribes { get; init; } = [];

    /// <summary>Files that travel with it.</summary>
    public IReadOnlyList<string> IncludeFiles { get; init; } = [];

    /// <summary>The schema of an api step's body.</summary>
    public JsonNode? BodySchema { get; init; }

    /// <summary>The schemas of an api step's answers, by status.</summary>
    public IReadOnlyDictionary<string, JsonNode>? ResponseSchema { get; init; }

    /// <summary>The query parameters of an api step.</summary>
    public IReadOnlyList<QueryParam>? QueryParams { get; init; }

    /// <summary>The schema of an event step's data.</summary>
    public JsonNode? Input { get; init; }

    /// <summary>Its limits and queue, as given.</summary>
    public StepInfrastructure? Infrastructure { get; init; }
}
