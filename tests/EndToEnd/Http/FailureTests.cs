using System.Diagnostics;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Http;

/// <summary>Handlers that throw, never end or lose their client.</summary>
public sealed class FailureTests(FailureTests.Shared shared) : IClassFixture<FailureTests.Shared>
{
    private const string Secret = "the-password-is-swordfish";
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => WriteSteps(project);
    }

    [Theory]
    [InlineData("/throws")]
    [InlineData("/throws-later")]
    [InlineData("/middleware-throws")]
    public async Task Handler_Throws_Is500AndTheExceptionIsInTheLogOnly(string path)
    {
        using var response = await _http.SendAsync("GET " + path);
        var traceId = response.Header("x-trace-id");
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal($$"""{"error":"Internal server error","traceId":"{{traceId}}"}""", await response.Content.ReadAsStringAsync());
        await Eventually.Is(() => shared.Silo.Error.Any(line => line.Contains(traceId!, StringComparison.Ordinal) && line.Contains(Secret, StringComparison.Ordinal)));
        var line = shared.Silo.Error.Single(line => line.Contains(traceId!, StringComparison.Ordinal));
        Assert.Contains("step.cs:line ", line, StringComparison.Ordinal);
        var logged = await Eventually.Answers(() => _http.SendAsync($"GET /__motia/logs?traceId={traceId}").JsonAsync(), logs => logs!["logs"]!.AsArray().Count > 0);
        Assert.Equal("error", (string?)logged!["logs"]![0]!["level"]);
        Assert.Contains(Secret, logged.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_ThrowsInProduction_TellsNoTraceIdInTheBody()
    {
        using var project = new ProjectFolder();
        WriteSteps(project);
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:", "--environment", "Production");
        using var response = await silo.Http.SendAsync("GET /throws");
        Assert.Equal("""{"error":"Internal server error"}""", await response.Content.ReadAsStringAsync());
        Assert.NotNull(response.Header("x-trace-id"));
        await Eventually.Is(() => silo.Error.Any(line => line.Contains(Secret, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/waits", "waits-cancelled")]
    [InlineData("/waits-typed", "waits-typed-cancelled")]
    public async Task Handler_OverItsTime_Is500AndItsTokenFires(string path, string mark)
    {
        var watch = Stopwatch.StartNew();
        using var response = await _http.SendAsync("GET " + path);
        Assert.Equal(500, (int)response.StatusCode);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
        await Eventually.Is(() => File.Exists(shared.Project.PathOf(mark)));
        await Eventually.Is(() => shared.Silo.Error.Any(line =>
            line.Contains(response.Header("x-trace-id")!, StringComparison.Ordinal) && line.Contains("1 seconds", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Handler_OverItsTimeAndDeaf_Is500AllTheSame()
    {
        using var response = await _http.SendAsync("GET /deaf");
        Assert.Equal(500, (int)response.StatusCode);
        await _http.SendAsync("GET /fine").TextAsync();
        shared.Project.Open("deaf");
    }

    [Fact]
    public async Task Handler_BlocksItsThread_DelaysNobodyElse()
    {
        var blocked = Enumerable.Range(0, 8).Select(_ => _http.SendAsync("GET /blocks").TextAsync()).ToArray();
        await Eventually.Answers(() => _http.SendAsync("GET /blocked").TextAsync(), count => count == "8");
        await _http.SendAsync("GET /fine").TextAsync();
        shared.Project.Open("blocks");
        Assert.All(await Task.WhenAll(blocked), answer => Assert.Equal("1", answer));
    }

    [Theory]
    [InlineData("awaiting")]
    [InlineData("blocking")] // It has not awaited anything yet.
    public async Task Client_Leaves_TheTokenFires(string handler)
    {
        using var leaving = new CancellationTokenSource();
        var answer = _http.GetAsync(new Uri($"/{handler}", UriKind.Relative), leaving.Token);
        await shared.Project.FileAppearsAsync($"{handler}-running");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await shared.Project.FileAppearsAsync($"{handler}-cancelled");
    }

    private static void WriteSteps(ProjectFolder project) => project.Close("deaf").Close("blocks")
        .Api("GET /throws", $"""throw new InvalidOperationException("{Secret}");""")
        .Api("GET /throws-later", $"""await Task.Yield(); throw new InvalidOperationException("{Secret}");""")
        .Api("GET /middleware-throws", """return ApiResponse.Empty();""", config: $"""Middleware = [(request, context, next) => throw new InvalidOperationException("{Secret}")],""")
        .Api("GET /fine", """return ApiResponse.Json(200, 1);""")
        .Api("GET /waits", """
            try { await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken); }
            catch (OperationCanceledException) { File.WriteAllText("waits-cancelled", ""); throw; }
            return ApiResponse.Empty();
            """, config: "Infrastructure = new() { Handler = new() { Timeout = 1 } },")
        .Api("GET /waits-typed", """
            try { await new TaskCompletionSource().Task.WaitAsync(stop); }
            catch (OperationCanceledException) { File.WriteAllText("waits-typed-cancelled", ""); throw; }
            return ApiResponse.Empty();
            """, parameters: "ApiRequest request, StepContext context, CancellationToken stop", config: "Infrastructure = new() { Handler = new() { Timeout = 1 } },")
        .Api("GET /deaf", """await Gate.Pass("deaf"); return ApiResponse.Empty();""", config: "Infrastructure = new() { Handler = new() { Timeout = 1 } },")
        .Api("GET /blocks", """
            Interlocked.Increment(ref Blocked.Count);
            Gate.Pass("blocks").GetAwaiter().GetResult();
            return ApiResponse.Json(200, 1);
            """)
        .Api("GET /blocked", """return ApiResponse.Json(200, Volatile.Read(ref Blocked.Count));""", more: "public static class Blocked { public static int Count; }")
        .Api("GET /blocking", """
            File.WriteAllText("blocking-running", "");
            if (context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(15))) { File.WriteAllText("blocking-cancelled", ""); }
            return ApiResponse.Empty();
            """)
        .Api("GET /awaiting", """
            await File.WriteAllTextAsync("awaiting-running", "");
            try { await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken); }
            catch (OperationCanceledException) { File.WriteAllText("awaiting-cancelled", ""); throw; }
            return ApiResponse.Empty();
            """);
}
