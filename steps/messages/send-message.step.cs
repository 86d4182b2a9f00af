using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Motia;

namespace Sample.Messages;

/// <summary>POST /messages keeps a message.</summary>
public static class SendMessage
{
    public static readonly ApiStep Config = new()
    {
        Name = "SendMessage",
        Method = "POST",
        Path = "/messages",
        Flows = ["messages"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest<NewMessage> request, StepContext context)
    {
        var message = new Message(context.TraceId, request.Body.Text);
        await context.State.SetAsync("messages", message.Id, message);
        context.Logger.LogInformation("Kept a message of {Length} characters.", message.Text.Length);
        return ApiResponse.Json(200, new { ok = true, id = message.Id });
    }
}

/// <summary>The body: a text of 1–500 characters. Anything else is answered with 400 before the handler runs.</summary>
public sealed record NewMessage([property: Length(1, 500)] string Text);
