using Motia;

namespace OwnHost;

public sealed class Greet(Greeter greeter)
{
    public static readonly ApiStep Config = new() { Name = "Greet", Method = "GET", Path = "/greet/:name" };

    public async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
    {
        var greeting = greeter.Greet(request.PathParams["name"]);
        await context.State.SetAsync("greetings", context.TraceId, greeting);
        return ApiResponse.Json(200, new { greeting });
    }
}
