using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>A queue that is full refuses, and nothing that was refused is lost or counted.</summary>
public sealed class OverloadTests : IDisposable
{
    private const int Backlog = 5;

    private readonly ProjectFolder _project = new ProjectFolder()
        .Api("POST /fill", """
            await context.EmitAsync("full", new { }, messageGroupId: "one");
            return ApiResponse.Empty();
            """)
        .Api("POST /caught", """
            try { await context.EmitAsync("full", new { }, messageGroupId: "one"); return ApiResponse.Text(200, "taken"); }
            catch (EmitException refused) { return ApiResponse.Text(200, refused.Code.ToString()); }
            """)
        .Api("POST /forward", """
            await context.EmitAsync("forwarded", new { });
            return ApiResponse.Empty();
            """)
        .Write("steps/late.step.cs", """
            using System.Text.Json;
            using Motia;
            public static class Late
            {
                public static readonly EventStep Config = new()
                {
                    Name = "Late", Subscribes = ["full"], Infrastructure = new() { Queue = new() { Type = QueueType.Fifo, DelaySeconds = 900 } },
                };
                public static void Handler(JsonElement input) { }
            }
            """)
        .Write("steps/forward.step.cs", """
            using System.Text.Json;
            using Motia;
            public static class Forward
            {
                public static readonly EventStep Config = new()
                {
                    Name = "Forward", Subscribes = ["forwarded"], Infrastructure = new() { Queue = new() { MaxRetries = 0 } },
                };
                public static Task Handler(JsonElement input, StepContext context) => context.EmitAsync("full", input, messageGroupId: "one");
            }
            """)
        .Write("motia.json", $$$"""{"queues":{"backlog":{{{Backlog}}},"backoff":"00:00:00.05"}}""");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Emit_IntoAFullLane_Is503WithRetryAfterAndTheHandlerSeesOverloaded()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        await FillAsync(silo);
        using var refused = await silo.Http.SendAsync("POST /fill", "");
        Assert.Equal((503, "1"), ((int)refused.StatusCode, refused.Header("Retry-After")));
        Assert.Equal("Overloaded", await silo.Http.SendAsync("POST /caught", "").TextAsync());
        using var emitted = await silo.Http.SendAsync("POST /emit", """{"topic":"full","data":{},"messageGroupId":"one"}""");
        Assert.Equal((503, "1"), ((int)emitted.StatusCode, emitted.Header("Retry-After")));
        Assert.Equal(Backlog, (await silo.Http.SendAsync("GET /__motia/deliveries?step=Late").JsonAsync())!["deliveries"]!.AsArray().Count);
    }

    [Fact]
    public async Task Emit_InAnEventHandlerIntoAFullLane_ReturnsTheDeliveryWithoutAnAttempt()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        await FillAsync(silo);
        await silo.Http.SendAsync("POST /forward", "").TextAsync(204);

        // With no retries one counted attempt would be its death; it is given back again and again until there is room.
        await Eventually.Answers(
            () => silo.Http.SendAsync("GET /__motia/deliveries?step=Forward").JsonAsync(), page => page!["deliveries"]!.AsArray() is [{ } one] && (string?)one["status"] == "waiting");
        var full = (await silo.Http.SendAsync("GET /__motia/deliveries?step=Late").JsonAsync())!["deliveries"]!.AsArray();
        await silo.Http.SendAsync($"DELETE /__motia/deliveries/{full[0]!["id"]}?reason=room").TextAsync();
        await Eventually.Answers(
            () => silo.Http.SendAsync("GET /__motia/queues").JsonAsync(),
            page => page!["queues"]!.AsArray().Any(queue => (string?)queue!["step"] == "Forward" && (int)queue["done"]! == 1 && (int)queue["dead"]! == 0));
        Assert.Equal(Backlog, (await silo.Http.SendAsync("GET /__motia/deliveries?step=Late").JsonAsync())!["deliveries"]!.AsArray().Count);
    }

    private static async Task FillAsync(SiloProcess silo)
    {
        for (var i = 0; i < Backlog; i++)
        {
            await silo.Http.SendAsync("POST /fill", "").TextAsync(204);
        }
    }
}
