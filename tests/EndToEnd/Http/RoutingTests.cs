using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Http;

/// <summary>Which step answers, and what it is told of path, query and headers.</summary>
public sealed class RoutingTests(RoutingTests.Shared shared) : IClassFixture<RoutingTests.Shared>
{
    private const string Tell = """
        return ApiResponse.Json(200, new
        {
            step = Config.Name, parameters = request.PathParams,
            query = request.QueryParams.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()), method = request.Method, path = request.Path,
        });
        """;

    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project)
        {
            foreach (var (name, route) in new[]
            {
                ("Root", "GET /"), ("Item", "GET /items/:id"), ("ItemNew", "GET /items/new"), ("ItemParts", "GET /items/:id/parts/:part"), ("Optional", "GET /optional/:id?"),
                ("Files", "GET /files/*"), ("FilesIndex", "GET /files/index"), ("Post", "POST /items/:id"), ("Space", "GET /a b/c"), ("Upper", "GET /Upper"),
                ("OwnOptions", "OPTIONS /own"), ("OwnHead", "HEAD /head"), ("GetHead", "GET /head"), ("Deep", "GET /x/:a/y/:b?"), ("DeepLiteral", "GET /x/one/z"),
                ("Put", "PUT /all"), ("Delete", "DELETE /all"), ("Patch", "PATCH /all"), ("Dots", "GET /v1.0/it-em_s/:file-name"),
            })
            {
                project.Api(route, Tell, name: name);
            }

            project.Api("GET /headers", """
                return ApiResponse.Json(200, new
                {
                    names = request.Headers.Keys, one = request.Headers["x-one"].ToArray(), upper = request.Headers["X-ONE"].ToArray(),
                    many = request.Headers.TryGetValue("x-many", out var many) ? many.ToArray() : [],
                });
                """);
        }
    }

    [Theory]
    [InlineData("GET /", "Root", "{}")]
    [InlineData("GET /items/7", "Item", """{"id":"7"}""")]
    [InlineData("GET /items/7/", "Item", """{"id":"7"}""")]
    [InlineData("GET /items/new", "ItemNew", "{}")]
    [InlineData("GET /items/New", "Item", """{"id":"New"}""")]
    [InlineData("POST /items/new", "Post", """{"id":"new"}""")]
    [InlineData("GET /items/a%2Fb", "Item", """{"id":"a/b"}""")]
    [InlineData("GET /items/.x%2Fy", "Item", """{"id":".x/y"}""")]
    [InlineData("GET /items/a%2Fb?from=/.well-known", "Item", """{"id":"a/b"}""")]
    [InlineData("GET /items/a%20b%C3%A9%2B", "Item", """{"id":"a bé+"}""")]
    [InlineData("GET /items/a+b", "Item", """{"id":"a+b"}""")]
    [InlineData("GET /items/%25", "Item", """{"id":"%"}""")]
    [InlineData("GET /items/%252F", "Item", """{"id":"%2F"}""")]
    [InlineData("GET /items/new/parts/a%2Fb", "ItemParts", """{"id":"new","part":"a/b"}""")]
    [InlineData("GET /optional", "Optional", "{}")]
    [InlineData("GET /optional/", "Optional", "{}")]
    [InlineData("GET /optional/1", "Optional", """{"id":"1"}""")]
    [InlineData("GET /files/index", "FilesIndex", "{}")]
    [InlineData("GET /files/a/b/c.txt", "Files", """{"*":"a/b/c.txt"}""")]
    [InlineData("GET /files/index/more", "Files", """{"*":"index/more"}""")]
    [InlineData("GET /files", "Files", """{"*":""}""")]
    [InlineData("GET /a%20b/c", "Space", "{}")]
    [InlineData("GET /x/one/y", "Deep", """{"a":"one"}""")]
    [InlineData("GET /x/one/y/2", "Deep", """{"a":"one","b":"2"}""")]
    [InlineData("GET /x/one/z", "DeepLiteral", "{}")]
    [InlineData("OPTIONS /own", "OwnOptions", "{}")]
    [InlineData("PUT /all", "Put", "{}")]
    [InlineData("DELETE /all", "Delete", "{}")]
    [InlineData("PATCH /all", "Patch", "{}")]
    [InlineData("GET /v1.0/it-em_s/f.x", "Dots", """{"file-name":"f.x"}""")]
    public async Task Route_Matching_AnswersWithDecodedParameters(string route, string step, string parameters)
    {
        var answer = await _http.SendAsync(route).JsonAsync();
        Assert.Equal(step, (string?)answer!["step"]);
        Assert.Equal(parameters, answer["parameters"].Compact());
    }

    [Theory]
    [InlineData("GET /none")]
    [InlineData("GET /upper")]
    [InlineData("GET /UPPER")]
    [InlineData("POST /")]
    [InlineData("DELETE /items/7")]
    [InlineData("GET /items/7/parts")]
    [InlineData("GET /items//parts/1")]
    [InlineData("GET /x/one/z/more")]
    public async Task Route_Unknown_Is404(string route) => Assert.Equal("""{"error":"Not found"}""", await _http.SendAsync(route).TextAsync(404));

    [Fact]
    public async Task Query_Values_AreDecodedAndRepeatedOnesAreLists()
    {
        var answer = await _http.SendAsync("GET /items/1?a=1&a=2&b=x%20y+z&empty=&flag&%C3%A9=%26").JsonAsync();
        Assert.Equal("""{"a":["1","2"],"b":["x y z"],"empty":[""],"flag":[""],"é":["&"]}""", answer!["query"].Compact());
    }

    [Fact]
    public async Task Headers_AnyCase_AreFoundAndRepeatedOnesAreLists()
    {
        var raw = await RawHttp.GetAsync(shared.Silo, "/headers", "X-One: 1\r\nX-Many: a\r\nx-many: b\r\n");
        Assert.Contains("""
            "one":["1"],"upper":["1"],"many":["a","b"]
            """, raw, StringComparison.Ordinal);
        Assert.Contains("\"x-one\"", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("\"X-One\"", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_WithoutAStepOfItsOwn_IsAnsweredFromGet()
    {
        using var get = await _http.SendAsync("GET /items/7");
        using var head = await _http.SendAsync("HEAD /items/7");
        Assert.Equal(200, (int)head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(get.Header("content-type"), head.Header("content-type"));
        Assert.NotNull(head.Header("content-length"));
        Assert.Equal(404, (int)(await _http.SendAsync("HEAD /none")).StatusCode);
    }

    [Fact]
    public async Task Head_WithAStepOfItsOwn_IsAnsweredByIt()
    {
        var raw = await RawHttp.SendAsync(shared.Silo, $"HEAD /head HTTP/1.1\r\nHost: {shared.Silo.Address.Authority}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", raw, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", raw, StringComparison.Ordinal);
        Assert.Equal("GetHead", (string?)(await _http.SendAsync("GET /head").JsonAsync())!["step"]);
    }

    [Theory]
    [InlineData("/items/../upper/../items/7", "Item")]
    [InlineData("/./items/7", "Item")]
    [InlineData("//items/7", null)]
    [InlineData("/items/%", null)]
    [InlineData("/items/%zz", null)]
    [InlineData("/items/%ff", null)]
    [InlineData("/items/a\\b", null)]
    [InlineData("/items/7?", "Item")]
    [InlineData("/items/7#part", null)]
    [InlineData("*", null)]
    [InlineData("/items/%00", null)]
    [InlineData("/%2e%2e/items/7", null)]
    public async Task Target_Odd_IsAnsweredAndNeverFails(string target, string? step)
    {
        var raw = await RawHttp.GetAsync(shared.Silo, target);
        Assert.Matches(@"^HTTP/1\.1 (200|400|404|405) ", raw);
        if (step is not null)
        {
            Assert.Contains($"\"step\":\"{step}\"", raw, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_Absolute_IsTakenAsItsPath() =>
        Assert.Contains("\"parameters\":{\"id\":\"a b\"}", await RawHttp.GetAsync(shared.Silo, $"{shared.Silo.Address}items/a%20b"), StringComparison.Ordinal);

    [Fact]
    public async Task Target_ManySegments_Is404() =>
        await _http.SendAsync("GET /" + string.Join('/', Enumerable.Repeat("a", 500))).TextAsync(404);
}
