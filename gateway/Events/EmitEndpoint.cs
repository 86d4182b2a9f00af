using System.Text.Json;
using Microsoft.AspNetCore.Http;
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
        try
        {
            // The answer repeats the data, so the document lives until it is sent.
            using var document = await ParseAsync(context);
            var (topic, data, group) = Read(document.RootElement);
            var subscribers = await emitter.EmitAsync(topic, data, group, traceId);
            await TypedResults.Ok(new { success = true, emitted = new { topic, data }, traceId, subscribers }).ExecuteAsync(context);
        }
        catch (ControlException refusal)
        {
            await RefuseAsync(context, refusal.Status, refusal.Message);
        }
        catch (EmitException exception) when (exception.Code is EmitError.Overloaded or EmitError.Unavailable)
        {
            context.Response.Headers.RetryAfter = "1";
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
        catch (EmitException exception)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        TypedResults.Json(new ControlError(message), statusCode: status).ExecuteAsync(context);

    private static async Task<JsonDocument> ParseAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, LargestBody)
            ?? throw new ControlException($"The body is larger than {LargestBody} bytes, the most that is accepted.", StatusCodes.Status413PayloadTooLarge);
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException exception)
        {
            throw new ControlException(JsonParseError.Describe(exception));
        }
    }

    private static (string Topic, JsonElement Data, string? Group) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"The body is of the kind {body.ValueKind}");
        }

        var (topic, data, group) = ("", default(JsonElement), default(string));
        foreach (var member in body.EnumerateObject())
        {
            var (name, text) = TextOf(member) ?? throw Wrong("The body is not valid JSON: it has an escape that is half of a character");
            switch (name)
            {
                case "topic" when member.Value.ValueKind == JsonValueKind.String:
                    topic = text!;
                    break;
                case "data":
                    data = member.Value;
                    break;
                case "messageGroupId" when member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null:
                    group = text;
                    break;
                case "topic" or "messageGroupId":
                    throw Wrong($"\"{name}\" is of the kind {member.Value.ValueKind}");
                default:
                    throw Wrong($"The body has \"{name}\"");
            }
        }

        return topic.Length == 0 ? throw Wrong("The body has no \"topic\"")
            : data.ValueKind == JsonValueKind.Undefined ? throw Wrong("The body has no \"data\"")
            : (topic, data, group);
    }

    private static ControlException Wrong(string found) => new($$"""{{found}}; it must be {"topic": "a topic", "data": anything, "messageGroupId"?: "a group"}.""");

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
