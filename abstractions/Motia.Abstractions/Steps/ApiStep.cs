using System.Text.Json.Nodes;

namespace Motia;

/// <summary>A step that answers HTTP requests. Its handler is
/// <c>Handler(ApiRequest&lt;TBody&gt; request, StepContext context)</c> and returns an <see cref="ApiResponse"/>, a task of one or a value task of one.</summary>
public sealed class ApiStep : HandledStepConfig
{
    /// <summary>The route: starts with <c>/</c>; <c>:name</c> takes one segment, <c>:name?</c> an optional one, <c>*</c> the rest. A literal segment beats a
    /// parameter; case counts; a trailing slash does not.</summary>
    public required string Path { get; init; }

    /// <summary>GET, POST, PUT, DELETE, PATCH, OPTIONS or HEAD. METHOD + path is unique in a project.</summary>
    public required string Method { get; init; }

    /// <summary>The JSON Schema (2020-12) the body must satisfy. Default: derived from the handler's body type.</summary>
    public JsonNode? BodySchema { get; init; }

    /// <summary>What the step answers, by status: the type of the body. Documentation; answers are not checked against it.</summary>
    public IReadOnlyDictionary<int, Type> ResponseSchema { get; init; } = new Dictionary<int, Type>();

    /// <summary>The query parameters the step reads. Documentation; requests are not checked against it.</summary>
    public IReadOnlyList<QueryParam> QueryParams { get; init; } = [];

    /// <summary>Runs around the handler in this order, after the project's own middleware and before the body is validated.</summary>
    public IReadOnlyList<ApiMiddleware> Middleware { get; init; } = [];
}
