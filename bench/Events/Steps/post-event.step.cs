using Motia;

namespace Bench.Events;

/// <summary>POST /events emits one event.</summary>
public static class PostEvent
{
    /// <summary>The config.</summary>
    public static readonly ApiStep Config = new() { Name = "PostEvent", Method = "POST", Path = "/events", Emits = ["bench.counted"] };

    /// <summary>The handler.</summary>
    public static async Task<ApiResponse> Handler(ApiRequest<Tick> request, StepContext context)
    {
        await context.EmitAsync("bench.counted", request.Body);
        return ApiResponse.Json(200, new { ok = true });
    }
}

/// <summary>What an event carries.</summary>
public sealed record Tick(long Sent, string Text);
