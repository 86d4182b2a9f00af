using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Control;

/// <summary>What the control surface answers, in Development on loopback.</summary>
public sealed class ControlSurfaceTests(ControlSurfaceTests.Shared shared) : IClassFixture<ControlSurfaceTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Api("POST /log/:level", """
                var level = Enum.Parse<LogLevel>(request.PathParams["level"]);
                for (var i = 0; i < 3; i++) { context.Logger.Log(level, "Line {Number} of {What}", i, request.RawBody); }
                return ApiResponse.Empty();
                """)
            .Api("POST /other", """context.Logger.LogWarning("other <b>\nsecond line"); return ApiResponse.Empty();""")
            .Api("POST /state/:group/:count", """
                for (var i = 0; i < int.Parse(request.PathParams["count"]); i++) { await context.State.SetAsync(request.PathParams["group"], $"k{i}", i); }
                return ApiResponse.Empty();
                """);
    }

    [Fact]
    public async Task Health_LiveAndReady_SayNothingElse()
    {
        Assert.Equal("Healthy", await _http.SendAsync("GET /__motia/health/live").TextAsync());
        Assert.Equal("Healthy", await _http.SendAsync("GET /__motia/health/ready").TextAsync());
    }

    [Fact]
    public async Task StatusPage_ListsTheRoutes()
    {
        using var response = await _http.SendAsync("GET /__motia/");
        Assert.Equal("text/html; charset=utf-8", response.Header("content-type"));
        var page = await response.Content.ReadAsStringAsync();
        Assert.All(["/log/:level", "PostLogLevel", "steps/PostLogLevel.step.cs", "catalog", "logs", "state", "grains"], words => Assert.Contains(words, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task StatusPage_WithoutTheSlash_LeadsToLinksThatWork()
    {
        using var response = await _http.SendAsync("GET /__motia");
        var at = response.Header("location") is { } location ? new Uri(new Uri(_http.BaseAddress!, "/__motia"), location) : new Uri(_http.BaseAddress!, "/__motia");
        var page = response.Header("location") is null ? await response.Content.ReadAsStringAsync() : await _http.SendAsync($"GET {at.AbsolutePath}").TextAsync();
        var link = System.Text.RegularExpressions.Regex.Match(page, "href=\"([^\"]*catalog)\"").Groups[1].Value;
        await _http.SendAsync($"GET {new Uri(at, link).AbsolutePath}").TextAsync();
    }

    [Fact]
    public async Task Logs_OfARun_AreFoundByItsTraceIdNewestFirst()
    {
        using var response = await _http.SendAsync("POST /log/Information", "this run", "text/plain");
        var traceId = response.Header("x-trace-id")!;
        var logs = (await Eventually.Answers(() => _http.SendAsync($"GET /__motia/logs?traceId={traceId}").JsonAsync(), answer => answer!["logs"]!.AsArray().Count == 3))!["logs"]!.AsArray();
        Assert.Equal(["Line 2 of this run", "Line 1 of this run", "Line 0 of this run"], logs.Select(line => (string?)line!["message"]));
        var line = logs[0]!;
        Assert.Equal("info", (string?)line["level"]);
        Assert.Equal("PostLogLevel", (string?)line["step"]);
        Assert.Equal(traceId, (string?)line["traceId"]);
        Assert.Equal("""{"Number":2,"What":"this run"}""", line["args"].Compact());
        Assert.InRange((DateTime)line["time"]!, DateTime.UtcNow.AddMinutes(-2), DateTime.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Logs_ByLevelAndStep_AreFiltered()
    {
        await _http.SendAsync("POST /log/Error", "x", "text/plain").TextAsync(204);
        await _http.SendAsync("POST /other", "x", "text/plain").TextAsync(204);
        await Eventually.Answers(() => _http.SendAsync("GET /__motia/logs?step=PostOther").JsonAsync(), answer => answer!["logs"]!.AsArray().Count > 0);
        var errors = (await _http.SendAsync("GET /__motia/logs?level=error").JsonAsync())!["logs"]!.AsArray();
        Assert.True(errors.Count >= 3);
        Assert.All(errors, line => Assert.Equal("error", (string?)line!["level"]));
        var others = (await _http.SendAsync("GET /__motia/logs?step=PostOther").JsonAsync())!["logs"]!.AsArray();
        Assert.All(others, line => Assert.Equal("PostOther", (string?)line!["step"]));
        Assert.Equal("other <b>\nsecond line", (string?)others[0]!["message"]);
        Assert.Equal("[]", (await _http.SendAsync("GET /__motia/logs?step=PostOther&level=error").JsonAsync())!["logs"].Compact());
        Assert.Single(shared.Silo.Error, line => line.Contains("other <b>\\nsecond line", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_Paged_GiveEveryLineOnce()
    {
        using var response = await _http.SendAsync("POST /log/Warning", "paged", "text/plain");
        var traceId = response.Header("x-trace-id")!;
        await Eventually.Answers(() => _http.SendAsync($"GET /__motia/logs?traceId={traceId}").JsonAsync(), answer => answer!["logs"]!.AsArray().Count == 3);
        var seen = new List<string>();
        var after = "";
        do
        {
            var page = await _http.SendAsync($"GET /__motia/logs?traceId={traceId}&limit=1&after={after}").JsonAsync();
            seen.AddRange(page!["logs"]!.AsArray().Select(line => (string)line!["message"]!));
            after = (string?)page["next"];
        }
        while (after is not null && seen.Count < 10);

        Assert.Equal(["Line 2 of paged", "Line 1 of paged", "Line 0 of paged"], seen);
    }

    [Theory]
    [InlineData("GET /__motia/logs?limit=0", "limit")]
    [InlineData("GET /__motia/logs?limit=x", "limit")]
    [InlineData("GET /__motia/logs?limit=-1", "limit")]
    [InlineData("GET /__motia/logs?limit=1001", "limit")]
    [InlineData("GET /__motia/state?limit=0", "limit")]
    [InlineData("GET /__motia/state?group=a&limit=99999999999", "limit")]
    [InlineData("GET /__motia/logs?level=loud", "level")]
    [InlineData("GET /__motia/logs?after=nonsense", "after")]
    [InlineData("GET /__motia/state?group=a&after=nonsense", "after")]
    [InlineData("GET /__motia/state/item?group=a", "key")]
    [InlineData("GET /__motia/state/item?key=a", "group")]
    public async Task Query_Wrong_Is400ThatNamesIt(string route, string named) =>
        Assert.Contains(named, (string?)(await _http.SendAsync(route).JsonAsync(400))!["error"], StringComparison.Ordinal);

    [Theory]
    [InlineData("GET /__motia/none")]
    [InlineData("GET /__motia/state/none")]
    [InlineData("GET /__motia/health")]
    public async Task Path_Unknown_Is404(string route) => Assert.Equal("""{"error":"Not found"}""", await _http.SendAsync(route).TextAsync(404));

    [Fact]
    public async Task State_Groups_ArePagedInOrderWithTheirCounts()
    {
        await _http.SendAsync("POST /state/page-b/2").TextAsync(204);
        await _http.SendAsync("POST /state/page-a/1").TextAsync(204);
        await _http.SendAsync("POST /state/page-c/3").TextAsync(204);
        var found = new List<string>();
        var after = "";
        do
        {
            var page = await _http.SendAsync($"GET /__motia/state?limit=1&after={after}").JsonAsync();
            found.AddRange(page!["groups"]!.AsArray().Select(group => $"{group!["group"]}={group["count"]}").Where(group => group.StartsWith("page-", StringComparison.Ordinal)));
            after = (string?)page["next"];
        }
        while (after is not null && found.Count < 10);

        Assert.Equal(["page-a=1", "page-b=2", "page-c=3"], found);
    }

    [Fact]
    public async Task State_Items_ArePagedInOrder()
    {
        await _http.SendAsync("POST /state/items/25").TextAsync(204);
        var found = new List<int>();
        var after = "";
        do
        {
            var page = await _http.SendAsync($"GET /__motia/state?group=items&limit=10&after={after}").JsonAsync();
            found.AddRange(page!["items"]!.AsArray().Select(item => (int)item!["value"]!));
            after = (string?)page["next"];
        }
        while (after is not null && found.Count < 100);

        Assert.Equal(Enumerable.Range(0, 25), found);
    }

    [Fact]
    public async Task State_Item_CanBeReadWrittenAndDeleted()
    {
        const string item = "/__motia/state/item?group=my%20group&key=a%2Fb";
        await _http.SendAsync("GET " + item).TextAsync(404);
        Assert.Equal("""{"a":[1]}""", (await _http.SendAsync("PUT " + item, """{"a":[1]}""").JsonAsync())!["value"].Compact());
        Assert.Equal("""{"group":"my group","key":"a/b","value":{"a":[1]}}""", await _http.SendAsync("GET " + item).CompactAsync());
        Assert.Equal("""[{"key":"a/b","value":{"a":[1]}}]""", (await _http.SendAsync("GET /__motia/state?group=my%20group").JsonAsync())!["items"].Compact());
        Assert.Equal("""{"a":[1]}""", (await _http.SendAsync("DELETE " + item).JsonAsync())!["value"].Compact());
        await _http.SendAsync("GET " + item).TextAsync(404);
        await _http.SendAsync("DELETE " + item).TextAsync(404);
        Assert.DoesNotContain("my group", await _http.SendAsync("GET /__motia/state").TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("nonsense")]
    public async Task State_ItemThatIsNoJson_Is400(string body) =>
        Assert.NotEmpty((string?)(await _http.SendAsync("PUT /__motia/state/item?group=bad&key=a", body).JsonAsync(400))!["error"] ?? "");

    [Fact]
    public async Task State_ItemOutOfBounds_Is400Or413()
    {
        await _http.SendAsync($"PUT /__motia/state/item?group=bad&key={new string('k', 513)}", "1").TextAsync(400);
        await _http.SendAsync("PUT /__motia/state/item?group=bad&key=large", $"\"{new string('x', 1024 * 1024)}\"").TextAsync(413);
    }

    [Fact]
    public async Task Grains_AreCounted()
    {
        await _http.SendAsync("POST /state/counted/1").TextAsync(204);
        var report = await _http.SendAsync("GET /__motia/grains").JsonAsync();
        Assert.Equal(1, (int)report!["silos"]!);
        var state = report["grains"]!.AsArray().Single(grain => (string?)grain!["type"] == "StateGrain")!;
        Assert.True((long)state["activations"]! >= 1);
        Assert.True((long)state["calls"]! >= 1);
        Assert.True((double)state["p99Ms"]! >= 0 && (double)state["meanMs"]! >= 0);
        Assert.Equal(0, (long)state["errors"]!);
    }

    [Theory]
    [InlineData("POST /__motia/catalog")]
    [InlineData("DELETE /__motia/logs")]
    [InlineData("GET /__motia/login")]
    public async Task Method_NotServed_Is404Or405(string route) => Assert.True((int)(await _http.SendAsync(route)).StatusCode is 404 or 405);
}
