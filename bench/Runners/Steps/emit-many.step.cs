using Motia;

namespace Bench.Runners;

/// <summary>POST /emit-many/:count emits so many events.</summary>
public static class EmitMany
{
    /// <summary>The config.</summary>
    public static readonly ApiStep Config = new() { Name = "EmitMany", Method = "POST", Path = "/emit-many/:count" };

    /// <summary>The handler.</summary>
    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
    {
        var count = int.Parse(request.PathParams["count"], System.Globalization.CultureInfo.InvariantCulture);
        await context.EmitAsync([.. Enumerable.Range(0, count).Select(number => new TopicEvent("bench.counted", new { number, text = "Some text of the size that events carry, more or less, so that it has about a hundred" }))]);
        return ApiResponse.Json(200, new { count });
    }
}
