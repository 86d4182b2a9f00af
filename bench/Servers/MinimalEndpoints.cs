using Bench.Steps;
using Microsoft.AspNetCore.Builder;

namespace Motia.Bench.Servers;

/// <summary>The benchmark's steps as minimal API endpoints: what ASP.NET itself takes for routing and binding.</summary>
internal static class MinimalEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/greeting", () => new Greeting("Hello from the benchmark", 42, true));
        app.MapPost("/orders", (NewOrder order) => PlacedOrder.Of(order));
        app.MapGet("/later", async () =>
        {
            await Task.Yield();
            return new Greeting("Hello from the benchmark", 42, true);
        });
    }
}
