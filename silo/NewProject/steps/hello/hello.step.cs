using Microsoft.Extensions.Logging;
using Motia;

namespace PROJECT;

/// <summary>Says hello, and counts how often it did.</summary>
public static class Hello
{
    public static readonly ApiStep Config = new()
    {
        Name = "Hello",
        Method = "GET",
        Path = "/hello/:name",
        Flows = ["hello"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
    {
        var name = request.PathParams["name"];
        var times = await context.State.UpdateAsync<int>("hello", name, [StateOperation.Increment("")]);
        context.Logger.LogInformation("Said hello to {Name}.", name);
        return ApiResponse.Json(200, new { message = $"Hello, {name}!", times });
    }
}
