using Motia;

namespace Bench.Steps;

/// <summary>GET /later answers as GET /greeting does, after it has waited, as most handlers do.</summary>
public static class ReadLater
{
    /// <summary>The config.</summary>
    public static readonly ApiStep Config = new() { Name = "ReadLater", Method = "GET", Path = "/later" };

    /// <summary>The handler.</summary>
    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
    {
        await Task.Yield();
        return ApiResponse.Json(200, new Greeting("Hello from the benchmark", 42, true));
    }
}
