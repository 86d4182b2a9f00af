using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Http;

/// <summary>CORS as Motia's: everything is allowed unless the project lists its origins.</summary>
public sealed class CorsTests(CorsTests.Shared shared) : IClassFixture<CorsTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Api("GET /ok", """return ApiResponse.Json(200, 1);""")
            .Api("GET /fails", """throw new InvalidOperationException();""")
            .Api("GET /own", """return new ApiResponse { Headers = { ["Access-Control-Allow-Origin"] = "https://own.example" } };""");
    }

    [Theory]
    [InlineData("GET /ok", 200)]
    [InlineData("GET /fails", 500)]
    [InlineData("GET /none", 404)]
    public async Task Answer_Any_CarriesTheAllowHeaders(string route, int status)
    {
        using var response = await shared.Http.SendWithAsync(route, ("Origin", "https://anyone.example"));
        Assert.Equal(status, (int)response.StatusCode);
        AssertAllowed(response, "*");
    }

    [Theory]
    [InlineData("OPTIONS /ok")]
    [InlineData("OPTIONS /none")]
    public async Task Options_WithoutAStep_Is204WithTheAllowHeaders(string route)
    {
        using var response = await shared.Http.SendWithAsync(
            route, ("Origin", "https://anyone.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"));
        Assert.Equal(204, (int)response.StatusCode);
        AssertAllowed(response, "*");
        Assert.Equal("600", response.Header("Access-Control-Max-Age"));
    }

    [Fact]
    public async Task Answer_WithAnAllowHeaderOfItsOwn_HasThatOneAlone()
    {
        using var response = await shared.Http.SendAsync("GET /own");
        Assert.Equal("https://own.example", response.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Control_Any_CarriesNoAllowHeaders()
    {
        foreach (var route in new[] { "GET /__motia/catalog", "OPTIONS /__motia/catalog", "GET /__motia/none", "GET /__motia/health/live" })
        {
            using var response = await shared.Http.SendAsync(route);
            Assert.Null(response.Header("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Origins_Listed_AreTheOnlyOnesAllowed()
    {
        using var project = new ProjectFolder()
            .Api("GET /ok", """return ApiResponse.Json(200, 1);""")
            .Write("motia.json", """{ "cors": { "origins": ["https://a.example", "http://localhost:5173"] } }""");
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        foreach (var origin in new[] { "https://a.example", "http://localhost:5173" })
        {
            using var allowed = await silo.Http.SendWithAsync("GET /ok", ("Origin", origin));
            AssertAllowed(allowed, origin);
            Assert.Contains("Origin", allowed.Header("Vary"), StringComparison.Ordinal);
            using var preflight = await silo.Http.SendWithAsync("OPTIONS /ok", ("Origin", origin));
            AssertAllowed(preflight, origin);
        }

        foreach (var origin in new[] { "https://b.example", "https://a.example.evil", "http://a.example", "null" })
        {
            using var refused = await silo.Http.SendWithAsync("GET /ok", ("Origin", origin));
            Assert.Null(refused.Header("Access-Control-Allow-Origin"));
            Assert.Contains("Origin", refused.Header("Vary"), StringComparison.Ordinal);
        }
    }

    private static void AssertAllowed(HttpResponseMessage response, string origin)
    {
        Assert.Equal(origin, response.Header("Access-Control-Allow-Origin"));
        Assert.Equal("*", response.Header("Access-Control-Allow-Methods"));
        Assert.Equal("*", response.Header("Access-Control-Allow-Headers"));
    }
}
