using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Schemas;

namespace Motia.Silo.Api;

/// <summary>The answers for requests that fail.</summary>
/// <param name="tellsTraceId">Whether an internal error names its trace: in Development.</param>
internal sealed class AnswerErrors(bool tellsTraceId)
{
    private const string ContentType = "application/json; charset=utf-8";

    /// <summary>A queue is full, or the silo stops.</summary>
    public static ApiAnswer Unavailable { get; } =
        Answer(503, new { error = "The service cannot take the request now; try again." }) with { Headers = ["Retry-After", "1"] };

    public static ApiAnswer BadRequest(string message) => Answer(400, new { error = message });

    public static ApiAnswer TooLarge(int limit) =>
        Answer(413, new { error = $"The body is too large for a step that is not written in C#: with its form fields taken apart it may have {limit} bytes." });

    public static ApiAnswer Invalid(IReadOnlyList<SchemaError> details) => Answer(400, new { error = "Validation failed", details });

    /// <summary>The exception is in the log and never in the answer.</summary>
    public ApiAnswer Internal(string traceId) =>
        tellsTraceId ? Answer(500, new { error = "Internal server error", traceId }) : Answer(500, new { error = "Internal server error" });

    private static ApiAnswer Answer<T>(int status, T body) => new(status, ContentType, [], JsonSerializer.SerializeToUtf8Bytes(body, MotiaJson.Options));
}
