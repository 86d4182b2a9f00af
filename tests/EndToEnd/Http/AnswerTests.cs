using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Http;

/// <summary>How what a handler returns becomes an HTTP answer.</summary>
public sealed class AnswerTests(AnswerTests.Shared shared) : IClassFixture<AnswerTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Api("GET /string", """return new ApiResponse { Body = "<h1>Grüße</h1>" };""")
            .Api("GET /text", """return ApiResponse.Text(200, "plain");""")
            .Api("GET /own-type", """return new ApiResponse { Body = "a,b", Headers = { ["Content-Type"] = "text/csv" } };""")
            .Api("GET /bytes", """return new ApiResponse { Body = new byte[] { 0, 255 } };""")
            .Api("GET /memory", """return new ApiResponse { Body = new ReadOnlyMemory<byte>([1, 2, 3]) };""")
            .Api("GET /png", """return ApiResponse.Bytes(200, new byte[] { 1 }, "image/png");""")
            .Api("GET /json", """return ApiResponse.Json(200, new { FirstName = "Zoë <3", Number = 1.5, Nothing = (string?)null, List = new[] { 1, 2 } });""")
            .Api("GET /json-type", """return new ApiResponse { Body = new { a = 1 }, Headers = { ["content-type"] = "application/problem+json" } };""")
            .Api("GET /json-string", """return ApiResponse.Json(200, "<b>text</b>");""")
            .Api("GET /null", """return ApiResponse.Json(200, null);""")
            .Api("GET /node", """return ApiResponse.Json(200, JsonNode.Parse("[1,{}]"));""")
            .Api("GET /empty", """return ApiResponse.Empty();""")
            .Api("GET /no-body", """return new ApiResponse { Status = 202 };""")
            .Api("GET /created", """return ApiResponse.Json(201, 1);""")
            .Api("GET /not-modified", """return new ApiResponse { Status = 304, Body = "ignored", Headers = { ["ETag"] = "\"1\"" } };""")
            .Api("GET /cookies", """return new ApiResponse { Headers = { ["Set-Cookie"] = new[] { "a=1", "b=2" }, ["X-One"] = "1" } };""")
            .Api("GET /framing", """return new ApiResponse { Body = "four", Headers = { ["Content-Length"] = "999", ["Transfer-Encoding"] = "chunked", ["Connection"] = "close" } };""")
            .Api("GET /own-trace", """return new ApiResponse { Headers = { ["x-trace-id"] = "mine" } };""")
            .Api("GET /large", """return ApiResponse.Text(200, new string('x', 5_000_000));""")
            .Api("GET /returns-null", """return null!;""")
            .Api("GET /status", """return new ApiResponse { Status = int.Parse(request.QueryParams["code"].ToString()) };""")
            .Api("GET /header", """return new ApiResponse { Headers = { [request.QueryParams["name"].ToString()] = request.QueryParams["value"].ToString() } };""")
            .Api("GET /big-header", """return new ApiResponse { Headers = { ["x-big"] = new string('x', int.Parse(request.QueryParams["size"].ToString())) } };""")
            .Api("GET /cycle", """var list = new List<object>(); list.Add(list); return ApiResponse.Json(200, list);""")
            .Write("steps/sync.step.cs", """
                using Motia;

                public static class Sync
                {
                    public static readonly ApiStep Config = new() { Name = "Sync", Method = "GET", Path = "/sync" };

                    public static ApiResponse Handler(ApiRequest request, StepContext context) => ApiResponse.Text(200, "sync");
                }

                public static class Valued
                {
                    public static ApiStep Config { get; } = new() { Name = "Valued", Method = "GET", Path = "/valued" };

                    public static ValueTask<ApiResponse> Handler(ApiRequest request, StepContext context) => new(ApiResponse.Text(200, "valued"));
                }
                """);
    }

    [Theory]
    [InlineData("/string", "text/html; charset=utf-8", "<h1>Grüße</h1>")]
    [InlineData("/text", "text/plain; charset=utf-8", "plain")]
    [InlineData("/own-type", "text/csv", "a,b")]
    [InlineData("/json", "application/json; charset=utf-8", """{"firstName":"Zoë <3","number":1.5,"nothing":null,"list":[1,2]}""")]
    [InlineData("/json-type", "application/problem+json", """{"a":1}""")]
    [InlineData("/json-string", "application/json; charset=utf-8", "\"<b>text</b>\"")]
    [InlineData("/null", "application/json; charset=utf-8", "null")]
    [InlineData("/node", "application/json; charset=utf-8", "[1,{}]")]
    [InlineData("/sync", "text/plain; charset=utf-8", "sync")]
    [InlineData("/valued", "text/plain; charset=utf-8", "valued")]
    public async Task Body_OfAKind_IsSentWithItsContentType(string path, string contentType, string body)
    {
        using var response = await _http.SendAsync("GET " + path);
        Assert.Equal(contentType, response.Header("content-type"));
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/bytes", "application/octet-stream", "00FF")]
    [InlineData("/memory", "application/octet-stream", "010203")]
    [InlineData("/png", "image/png", "01")]
    public async Task Body_Bytes_IsSentAsIs(string path, string contentType, string hex)
    {
        using var response = await _http.SendAsync("GET " + path);
        Assert.Equal(contentType, response.Header("content-type"));
        Assert.Equal(hex, Convert.ToHexString(await response.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [InlineData("/empty", 204)]
    [InlineData("/no-body", 202)]
    [InlineData("/not-modified", 304)]
    public async Task Body_None_IsEmpty(string path, int status) => Assert.Equal("", await _http.SendAsync("GET " + path).TextAsync(status));

    [Fact]
    public async Task Status_Own_IsSent() => await _http.SendAsync("GET /created").TextAsync(201);

    [Fact]
    public async Task Headers_WithSeveralValues_AreSentEach()
    {
        using var response = await _http.SendAsync("GET /cookies");
        Assert.Equal("a=1|b=2", response.Header("set-cookie"));
        Assert.Equal("1", response.Header("x-one"));
    }

    [Fact]
    public async Task Headers_OfFraming_AreTheServersOwn()
    {
        var raw = await RawHttp.GetAsync(shared.Silo, "/framing");
        Assert.Contains("Content-Length: 4\r\n", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("chunked", raw, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nfour", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_Large_ArrivesWhole() => Assert.Equal(5_000_000, (await _http.SendAsync("GET /large").TextAsync()).Length);

    [Fact]
    public async Task Handler_ReturnsNull_Is500() => await AssertFailed("/returns-null", "returned nothing");

    [Theory]
    [InlineData("0")]
    [InlineData("99")]
    [InlineData("100")]
    [InlineData("199")]
    [InlineData("600")]
    [InlineData("-1")]
    public async Task Handler_InvalidStatus_Is500ThatTheLogExplains(string status) => await AssertFailed("/status?code=" + status, $"the status {status};");

    [Theory]
    [InlineData("x-a", "b%0D%0AX-Injected:%20yes")]
    [InlineData("x-a", "b%0AX-Injected:%20yes")]
    [InlineData("x-a%0D%0AX-Injected", "yes")]
    [InlineData("x%20a", "b")]
    [InlineData("x-a", "%C3%A9")]
    [InlineData("x-a", "a%00b")]
    public async Task Handler_HeaderThatCantBeSent_Is500AndNothingIsInjected(string name, string value)
    {
        using var response = await _http.SendAsync($"GET /header?name={name}&value={value}");
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Null(response.Header("X-Injected"));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public async Task Handler_LongHeader_IsSent(int size)
    {
        using var response = await _http.SendAsync($"GET /big-header?size={size}");
        Assert.Equal(size, response.Header("x-big")!.Length);
    }

    [Fact]
    public async Task Handler_BodyThatIsNoJson_Is500() => await AssertFailed("/cycle", "cycle");

    [Fact]
    public async Task TraceId_OnEveryAnswer_IsUnique()
    {
        string[] paths = ["/json", "/none", "/returns-null", "/status?code=0", "/empty", "/__motia/catalog", "/__motia/health/live"];
        var responses = await Task.WhenAll(Enumerable.Range(0, 140).Select(i => _http.SendAsync("GET " + paths[i % paths.Length])));
        var ids = responses.Select(response => response.Header("x-trace-id")).ToArray();
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9_-]{16,40}$", id ?? ""));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.NotNull((await _http.SendAsync("OPTIONS /json")).Header("x-trace-id"));
    }

    private async Task AssertFailed(string path, string logged)
    {
        using var response = await _http.SendAsync("GET " + path);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal($$"""{"error":"Internal server error","traceId":"{{response.Header("x-trace-id")}}"}""", body);
        await Eventually.Is(() => shared.Silo.Error.Any(line =>
            line.Contains(response.Header("x-trace-id")!, StringComparison.Ordinal) && line.Contains(logged, StringComparison.OrdinalIgnoreCase)));
    }
}
