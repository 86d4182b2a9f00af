using System.Text.Json.Nodes;

namespace Motia;

/// <summary>A step that handles events. Its handler is <c>Handler(TInput input, StepContext context)</c> and returns nothing, a task or a value task.</summary>
public sealed class EventStep : HandledStepConfig
{
    /// <summary>The topics whose events the step handles; at least one.</summary>
    public required IReadOnlyList<string> Subscribes { get; init; }

    /// <summary>The JSON Schema (2020-12) an event's data must satisfy. Default: derived from the handler's input type.</summary>
    public JsonNode? Input { get; init; }
}
