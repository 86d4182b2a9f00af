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
    public static async Task AnswerAsync(HttpContext context, IEventEmitter emitter, string traceId) =>
        await (await EmitAsync(context, emitter, traceId)).ExecuteAsync(context);

    private static async Task<IResult> EmitAsync(HttpContext context, IEventEmitter emitter, string traceId)
    {
        if (await RequestBody.ReadAsync(context, LargestBody) is not { } body)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {LargestBody} bytes, the most that is accepted.");
        }

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 64 });
            if (!TryRead(document.RootElement, out var topic, out var data, out var group, out var problem))
            {
                return Refuse(StatusCodes.Status400BadRequest, problem);
            }

            await emitter.EmitAsync(topic, JsonSerializer.SerializeToUtf8Bytes(data), group, traceId);
            return TypedResults.Ok(new { success = true, emitted = new { topic, data }, traceId });
        }
        catch (JsonException exception)
        {
            return Refuse(StatusCodes.Status400BadRequest, JsonParseError.Describe(exception));
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
            switch (member.Name)
            {
                case "topic" when member.Value.ValueKind == JsonValueKind.String:
                    topic = member.Value.GetString()!;
                    break;
                case "data":
                    data = member.Value.Clone();
                    break;
                case "messageGroupId" when member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null:
                    group = member.Value.GetString();
                    break;
                case "topic" or "messageGroupId":
                    problem = $"\"{member.Name}\" is of the kind {member.Value.ValueKind}; {Allowed}";
                    return false;
                default:
                    problem = $"The body has \"{member.Name}\"; {Allowed}";
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
}
