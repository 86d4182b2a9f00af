using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Control;

/// <summary>What the control surface tells of runs and flows.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder()
        .Api("POST /begin/:topic", """
            await context.EmitAsync(request.PathParams["topic"], new { });
            return ApiResponse.Empty();
            """, config: """Flows = ["runs"], Emits = ["first", "bad", new Emit("late", "after a while")]""")
        .Api("GET /throws", """throw new InvalidOperationException("no");""")
        .Write("steps/handlers.step.cs", """
            using System.Text.Json;
            using Motia;
            public static class First
            {
                public static readonly EventStep Config = new() { Name = "First", Subscribes = ["first"], Emits = ["second"], Flows = ["runs"] };
                public static Task Handler(JsonElement input, StepContext context) => context.EmitAsync("second", input);
            }
            """)
        .Write("steps/second.step.cs", """
            using System.Text.Json;
            using Motia;
            public static class Second
            {
                public static readonly EventStep Config = new() { Name = "Second", Subscribes = ["second"], Flows = ["runs"] };
                public static void Handler(JsonElement input) { }
            }
            """)
        .Write("steps/bad.step.cs", """
            using System.Text.Json;
            using Motia;
            public static class Bad
            {
                public static readonly EventStep Config = new() { Name = "Bad", Subscribes = ["bad"], Infrastructure = new() { Queue = new() { MaxRetries = 1 } } };
                public static void Handler(JsonElement input) => throw new InvalidOperationException("always");
            }
            """)
        .Write("steps/late.step.cs", """
            using System.Text.Json;
            using Motia;
            public static class Late
            {
                public static readonly EventStep Config = new() { Name = "Late", Subscribes = ["late"], Infrastructure = new() { Queue = new() { DelaySeconds = 600 } }, Flows = ["runs"] };
                public static void Handler(JsonElement input) { }
            }
            """)
        .Write("motia.json", """{"queues":{"backoff":"00:00:00.05"}}""");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Trace_OfAChain_IsCompletedWithEveryStep()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        var run = await TraceAsync(silo, "POST /begin/first", "completed", steps: 3);
        Assert.Equal(["PostBeginTopic", "First", "Second"], run["steps"]!.AsArray().Select(step => (string?)step!["step"]));
        Assert.All(run["steps"]!.AsArray(), step => Assert.Equal("completed", (string?)step!["status"]));
        Assert.Equal("PostBeginTopic", (string?)run["name"]);
        Assert.NotNull(run["endTime"]);
    }

    [Fact]
    public async Task Trace_OfADeadDelivery_IsFailedAndAfterARedriveFailedAgain()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        var run = await TraceAsync(silo, "POST /begin/bad", "failed", steps: 2);
        var dead = run["steps"]!.AsArray().Single(step => (string?)step!["step"] == "Bad")!;
        Assert.Equal(("failed", 2), ((string?)dead["status"], (int)dead["attempts"]!));
        Assert.Contains("always", (string?)dead["error"], StringComparison.Ordinal);

        await Eventually.Answers(
            async () => (int)(await silo.Http.SendAsync($"POST /__motia/dead-letters/{dead["deliveryId"]}/redrive", "")).StatusCode, status => status == 200);
        await Eventually.Answers(
            () => silo.Http.SendAsync($"GET /__motia/traces/{run["traceId"]}").JsonAsync(),
            again => (string?)again!["status"] == "failed" && (DateTime)again["endTime"]! > (DateTime)run["endTime"]!);
    }

    [Fact]
    public async Task Trace_OfADelayedDelivery_RunsAndAfterADiscardIsCompleted()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        var run = await TraceAsync(silo, "POST /begin/late", "running", steps: 2);
        Assert.Null(run["endTime"]);
        var listed = await silo.Http.SendAsync("GET /__motia/traces?status=running").JsonAsync();
        Assert.Equal((string?)run["traceId"], (string?)Assert.Single(listed!["traces"]!.AsArray())!["traceId"]);

        var id = run["steps"]!.AsArray().Single(step => (string?)step!["step"] == "Late")!["deliveryId"];
        await silo.Http.SendAsync($"DELETE /__motia/deliveries/{id}?reason=test").TextAsync();
        await Eventually.Answers(() => silo.Http.SendAsync($"GET /__motia/traces/{run["traceId"]}").JsonAsync(), again => (string?)again!["status"] == "completed");
    }

    [Fact]
    public async Task Trace_WhoseSiloWasKilled_IsNotRunningForEver()
    {
        string trace;
        await using (var first = await SiloProcess.StartAsync(_project))
        {
            trace = (string)(await TraceAsync(first, "POST /begin/late", "running", steps: 2))["traceId"]!;

            // What is noted is saved within two seconds; the discard's note dies with the process, or is told.
            await Eventually.Answers(() => first.Http.SendAsync("GET /__motia/traces").JsonAsync(), page => page!["traces"]!.AsArray().Count > 0);
            var id = (await first.Http.SendAsync("GET /__motia/deliveries").JsonAsync())!["deliveries"]![0]!["id"];
            await first.Http.SendAsync($"DELETE /__motia/deliveries/{id}?reason=test").TextAsync();
            await first.KillAsync();
        }

        await using var second = await SiloProcess.StartAsync(_project);
        await Eventually.Answers(
            async () => (await second.Http.SendAsync("GET /__motia/traces?status=running").JsonAsync())!["traces"]!.AsArray().Count, running => running == 0);
        Assert.NotEmpty(trace);
    }

    [Fact]
    public async Task Trace_OfAHandlerThatThrows_IsFailed()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        using var answer = await silo.Http.SendAsync("GET /throws");
        var run = await silo.Http.TraceAsync(answer.Header("x-trace-id")!, _ => true);
        Assert.Equal("failed", (string?)run!["status"]);
    }

    [Fact]
    public async Task Traces_BadQuery_SaysWhatIsAllowed()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        var refused = await silo.Http.SendAsync("GET /__motia/traces?status=done").JsonAsync(400);
        Assert.Contains("running, completed, failed, unknown", (string?)refused!["error"], StringComparison.Ordinal);
        await silo.Http.SendAsync("GET /__motia/traces/none").JsonAsync(404);
    }

    [Fact]
    public async Task Flow_OfSteps_HasAnEdgeForEachTopicBetweenThem()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        Assert.Equal("""{"flows":[{"name":"runs","steps":4}]}""", await silo.Http.SendAsync("GET /__motia/flows").CompactAsync());
        var flow = await silo.Http.SendAsync("GET /__motia/flows/runs").JsonAsync();
        Assert.Equal(
            ["First second Second event", "PostBeginTopic first First event", "PostBeginTopic late Late event"],
            flow!["edges"]!.AsArray().Select(edge => $"{edge!["source"]} {edge["topic"]} {edge["target"]} {edge["variant"]}").Order(StringComparer.Ordinal));
        Assert.Contains(flow["edges"]!.AsArray(), edge => (string?)edge!["label"] == "after a while");
        await silo.Http.SendAsync("GET /__motia/flows/none").JsonAsync(404);
    }

    private static async Task<JsonNode> TraceAsync(SiloProcess silo, string request, string status, int steps)
    {
        using var answer = await silo.Http.SendAsync(request, "");
        return await silo.Http.TraceAsync(answer.Header("x-trace-id")!, run => (string?)run["status"] == status && run["steps"]!.AsArray().Count == steps);
    }
}
