using Motia;

namespace Bench.Steps;

/// <summary>GET /greeting answers a small JSON object.</summary>
public static class ReadGreeting
{
    /// <summary>The config.</summary>
    public static readonly ApiStep Config = new() { Name = "ReadGreeting", Method = "GET", Path = "/greeting" };

    /// <summary>The handler.</summary>
    public static ApiResponse Handler(ApiRequest request, StepContext context) => ApiResponse.Json(200, new Greeting("Hello from the benchmark", 42, true));
}

/// <summary>The answer.</summary>
public sealed record Greeting(string Text, int Number, bool IsFriendly);
