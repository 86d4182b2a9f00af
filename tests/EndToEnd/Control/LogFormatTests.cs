using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Control;

/// <summary>Log lines on stderr.</summary>
public sealed class LogFormatTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder()
        .Api("GET /log", """
            context.Logger.LogDebug("too quiet");
            context.Logger.LogInformation("Kept {Item} for {Name}", new { a = 1 }, "Ada\nLovelace");
            return ApiResponse.Empty();
            """)
        .Api("GET /fail", """return Deep(300); static ApiResponse Deep(int depth) => depth == 0 ? throw new InvalidOperationException("too deep") : Deep(depth - 1) ?? Deep(0);""");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Text_ALine_HasTimeLevelTraceStepMessageAndArguments()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        using var response = await silo.Http.SendAsync("GET /log");
        var line = await LineOf(silo, response.Header("x-trace-id")!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info  " + response.Header("x-trace-id") + @" GetLog Kept .*Ada\\nLovelace", line);
        Assert.DoesNotContain(silo.Error, other => other.Contains("too quiet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_ALine_IsAnObject()
    {
        _project.Write("motia.json", """{ "logs": { "format": "json", "level": "debug" } }""");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        using var response = await silo.Http.SendAsync("GET /log");
        var traceId = response.Header("x-trace-id")!;
        await Eventually.Is(() => silo.Error.Count(line => line.Contains(traceId, StringComparison.Ordinal)) == 2);
        var line = JsonNode.Parse(silo.Error.Last(line => line.Contains(traceId, StringComparison.Ordinal)))!;
        Assert.Equal("info", (string?)line["level"]);
        Assert.Equal("GetLog", (string?)line["step"]);
        Assert.Equal("""{"a":1}""", line["args"]!["Item"].Compact());
        Assert.Equal("Ada\nLovelace", (string?)line["args"]!["Name"]);
    }

    [Fact]
    public async Task Text_AnException_BeginsWithTypeAndMessageAndItsStackIsCut()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        using var response = await silo.Http.SendAsync("GET /fail");
        var line = await LineOf(silo, response.Header("x-trace-id")!);
        Assert.Contains("GetFail The handler failed. System.InvalidOperationException: too deep at GetFail.", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 2_000, 2_200);
    }

    [Fact]
    public async Task Json_AnException_HasItsWholeStack()
    {
        _project.Write("motia.json", """{ "logs": { "format": "json" } }""");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        using var response = await silo.Http.SendAsync("GET /fail");
        var exception = (string)JsonNode.Parse(await LineOf(silo, response.Header("x-trace-id")!))!["args"]!["exception"]!;
        Assert.True(exception.Split('\n').Length > 300, exception);
    }

    [Fact]
    public async Task Logs_AfterARestart_AreStillThere()
    {
        string traceId;
        await using (var first = await SiloProcess.StartAsync(_project))
        {
            using var response = await first.Http.SendAsync("GET /log");
            traceId = response.Header("x-trace-id")!;
            await Eventually.Answers(() => first.Http.SendAsync($"GET /__motia/logs?traceId={traceId}").JsonAsync(), logs => logs!["logs"]!.AsArray().Count > 0);
            await first.StopAsync();
        }

        await using var second = await SiloProcess.StartAsync(_project);
        Assert.Single((await second.Http.SendAsync($"GET /__motia/logs?traceId={traceId}").JsonAsync())!["logs"]!.AsArray());
    }

    private static async Task<string> LineOf(SiloProcess silo, string traceId)
    {
        await silo.SaysAsync(traceId);
        return silo.Error.Single(line => line.Contains(traceId, StringComparison.Ordinal));
    }
}
