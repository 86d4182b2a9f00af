using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Motia.Gateway.Control;
using Motia.Gateway.Requests;

namespace Motia.Gateway.Events;

/// <summary><c>POST /emit {"topic","data","messageGroupId"?}</c>: emits an event from outside of any step, under the access rules of the control surface.</summary>
internal static class EmitEndpoint
{
    public const string Path = "/emit";
    private const long LargestBody = (1024 + 64) * 1024;

    /// <summary>Answers the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="emitter">What emits.</param>
    /// <param name="traceId">The run that begins.</param>
    public static async Task AnswerAsync(HttpContext context, IEventEmitter emitter, string traceId)
    {
        // The answer repeats the data, so the document lives until it is sent.
        using var document = await ReadAsync(context);
        if (document is not null)
        {
            await (await EmitAsync(context, document.RootElement, emitter, traceId)).ExecuteAsync(context);
        }
    }

    // Null if the request was refused.
    private static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        if (await RequestBody.ReadAsync(context, LargestBody) is not { } body)
        {
            await Refuse(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {LargestBody} bytes, the most that is accepted.").ExecuteAsync(context);
            return null;
        }

        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException exception)
        {
            await Refuse(StatusCodes.Status400BadRequest, JsonParseError.Describe(exception)).ExecuteAsync(context);
            return null;
        }
    }

    private static async Task<IResult> EmitAsync(HttpContext context, JsonElement body, IEventEmitter emitter, string traceId)
    {
        try
        {
            if (!TryRead(body, out var topic, out var data, out var group, out var problem))
            {
                return Refuse(StatusCodes.Status400BadRequest, problem);
            }

            var subscribers = await emitter.EmitAsync(topic, data, group, traceId);
            return TypedResults.Ok(new { success = true, emitted = new { topic, data }, traceId, subscribers });
        }
        catch (EmitException exception) when (exception.Code is EmitError.Overloaded or EmitError.Unavailable)
        {
            context.Response.Headers.RetryAfter = "1";
            return Refuse(StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
        catch (EmitException exception)
        {
            return Refuse(StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    private static JsonHttpResult<ControlError> Refuse(int status, string message) => TypedResults.Json(new ControlError(message), statusCode: status);

    private static bool TryRead(JsonElement body, out string topic, out JsonElement data, out string? group, out string problem)
    {
        const string Allowed = """it must be {"topic": "a topic", "data": anything, "messageGroupId"?: "a group"}.""";
        (topic, data, group, problem) = ("", default, null, "");
        if (body.ValueKind != JsonValueKind.Object)
        {
            problem = $"The body is of the kind {body.ValueKind}; {Allowed}";
            return false;
        }

        foreach (var member in body.EnumerateObject())
        {
            if (TextOf(member) is not { } text)
            {
                problem = $"The body is not valid JSON: it has an escape that is half of a character; {Allowed}";
                return false;
            }

            switch (text.Name)
            {
                case "topic" when member.Value.ValueKind == JsonValueKind.String:
                    topic = text.Value!;
                    break;
                case "data":
                    data = member.Value;
                    break;
                case "messageGroupId" when member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null:
                    group = text.Value;
                    break;
                case "topic" or "messageGroupId":
                    problem = $"\"{text.Name}\" is of the kind {member.Value.ValueKind}; {Allowed}";
                    return false;
                default:
                    problem = $"The body has \"{text.Name}\"; {Allowed}";
                    return false;
            }
        }

        if (topic.Length == 0 || data.ValueKind == JsonValueKind.Undefined)
        {
            problem = $"The body has no \"{(topic.Length == 0 ? "topic" : "data")}\"; {Allowed}";
            return false;
        }

        return true;
    }

    // Null if the name or the text is no text: "\ud800" is JSON to the parser.
    private static (string Name, string? Value)? TextOf(JsonProperty member)
    {
        try
        {
            return (member.Name, member.Name is "topic" or "messageGroupId" && member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
