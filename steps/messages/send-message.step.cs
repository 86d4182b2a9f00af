using System.ComponentModel.DataAnnotations;
using Motia;

namespace Sample.Messages;

/// <summary>POST /messages takes a message and answers at once; what is to be done with it follows by event.</summary>
public static class SendMessage
{
    public static readonly ApiStep Config = new()
    {
        Name = "SendMessage",
        Method = "POST",
        Path = "/messages",
        Emits = ["message.sent"],
        Flows = ["messages"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest<NewMessage> request, StepContext context)
    {
        // Once this line is passed, the event is on disk and will be handled, whatever happens to the process.
        await context.EmitAsync("message.sent", new MessageSent(context.TraceId, request.Body.Text));
        return ApiResponse.Json(200, new { ok = true, id = context.TraceId });
    }
}

/// <summary>The body: a text of 1–500 characters. Anything else is answered with 400 before the handler runs.</summary>
public sealed record NewMessage([property: Length(1, 500)] string Text);
