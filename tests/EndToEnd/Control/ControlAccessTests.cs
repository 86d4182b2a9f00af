using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Control;

/// <summary>Who may use the control surface: whoever is on this machine in Development, and otherwise who has the token.</summary>
public sealed class ControlAccessTests(ControlAccessTests.Shared shared) : IClassFixture<ControlAccessTests.Shared>
{
    private const string Token = "a secret of the test";
    private static readonly string[] Paths = ["/__motia/", "/__motia", "/__motia/catalog", "/__motia/logs", "/__motia/state", "/__motia/grains", "/__motia/none", "/__MOTIA/catalog", "/__motia/%63atalog"];

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Api("GET /hello", "return ApiResponse.Empty();");
    }

    [Fact]
    public async Task Development_OnLoopback_IsOpen()
    {
        foreach (var host in new[] { "localhost", "127.0.0.1", "[::1]", "localhost:1", "LOCALHOST" })
        {
            await shared.Http.SendWithAsync("GET /__motia/catalog", ("Host", host)).TextAsync();
        }

        await shared.Http.SendWithAsync("GET /__motia/catalog", ("Origin", $"http://{shared.Silo.Address.Authority}")).TextAsync();
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("Host", "192.168.1.5")]
    [InlineData("Host", "0.0.0.0")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "http://127.0.0.1")]
    public async Task Development_ForeignHostOrOrigin_Is401(string header, string value)
    {
        foreach (var path in Paths)
        {
            await shared.Http.SendWithAsync("GET " + path, (header, value)).TextAsync(401);
        }

        await shared.Http.SendWithAsync("PUT /__motia/state/item?group=a&key=b", (header, value)).TextAsync(401);
        await AssertHealthIsOpen(shared.Http, (header, value));
        await shared.Http.SendWithAsync("GET /hello", (header, value)).TextAsync(204);
    }

    [Theory]
    [InlineData("--environment", "Production")]
    [InlineData("--environment", "Staging")]
    [InlineData("--host", "0.0.0.0")]
    public async Task Elsewhere_WithoutAToken_IsClosed(string option, string value)
    {
        using var project = new ProjectFolder().Api("GET /hello", "return ApiResponse.Empty();");
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:", option, value);
        using var http = ClientOf(silo);
        foreach (var path in Paths)
        {
            using var response = await http.SendWithAsync("GET " + path, ("Authorization", "Bearer "));
            Assert.Equal(401, (int)response.StatusCode);
            Assert.Contains("Motia__Token", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var login = await http.SendAsync("POST /__motia/login", "token=", "application/x-www-form-urlencoded");
        Assert.Equal(401, (int)login.StatusCode);
        await AssertHealthIsOpen(http);
        await http.SendAsync("GET /hello").TextAsync(204);
    }

    [Theory]
    [InlineData("--environment", "Production")]
    [InlineData("--host", "0.0.0.0")]
    public async Task Elsewhere_WithAToken_IsOpenToWhoHasIt(string option, string value)
    {
        using var project = new ProjectFolder().Api("GET /hello", "return ApiResponse.Empty();");
        await using var silo = await SiloProcess.StartInAsync(
            project.Root, ["--steps", project.Steps, "--data", ":memory:", option, value], new Dictionary<string, string> { ["Motia__Token"] = Token });
        using var http = ClientOf(silo);
        foreach (var path in Paths)
        {
            await http.SendAsync("GET " + path).TextAsync(401);
        }

        await http.SendWithAsync("GET /__motia/catalog", ("Authorization", $"Bearer {Token}")).TextAsync();
        await http.SendWithAsync("GET /__motia/catalog", ("Authorization", $"bearer {Token}"), ("Host", "anything.example")).TextAsync();
        foreach (var wrong in new[] { "Bearer wrong", $"Basic {Token}", Token, $"Bearer {Token}x", "Bearer" })
        {
            using var refused = await http.SendWithAsync("GET /__motia/catalog", ("Authorization", wrong));
            Assert.Equal(401, (int)refused.StatusCode);
            Assert.Equal("Bearer", refused.Header("www-authenticate"));
        }

        await AssertHealthIsOpen(http);
        await LogsInAndStaysIn(http);
    }

    private static async Task LogsInAndStaysIn(HttpClient http)
    {
        using var page = await http.SendWithAsync("GET /__motia/", ("Accept", "text/html"));
        Assert.Equal(401, (int)page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("<form method=\"post\" action=\"/__motia/login\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"token\"", html, StringComparison.Ordinal);

        using var refused = await http.SendAsync("POST /__motia/login", "token=wrong", "application/x-www-form-urlencoded");
        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Null(refused.Header("set-cookie"));

        using var accepted = await http.SendAsync("POST /__motia/login", $"token={Uri.EscapeDataString(Token)}", "application/x-www-form-urlencoded");
        Assert.Equal(302, (int)accepted.StatusCode);
        Assert.Equal("/__motia/", accepted.Header("location"));
        var cookie = accepted.Header("set-cookie")!;
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, Uri.UnescapeDataString(cookie), StringComparison.Ordinal);

        var pair = cookie.Split(';')[0];
        await http.SendWithAsync("GET /__motia/", ("Cookie", pair)).TextAsync();
        await http.SendWithAsync("GET /__motia/catalog", ("Cookie", pair)).TextAsync();
        await http.SendWithAsync("GET /__motia/catalog", ("Cookie", pair), ("Origin", "https://evil.example")).TextAsync(401);
        await http.SendWithAsync("GET /__motia/catalog", ("Cookie", pair + "x")).TextAsync(401);
    }

    // Bound to every address it is reached by the loopback one here.
    private static HttpClient ClientOf(SiloProcess silo)
    {
        var http = silo.NewClient();
        http.BaseAddress = new Uri($"http://127.0.0.1:{silo.Address.Port}");
        return http;
    }

    private static async Task AssertHealthIsOpen(HttpClient http, params (string Name, string Value)[] headers)
    {
        Assert.Equal("Healthy", await http.SendWithAsync("GET /__motia/health/live", headers).TextAsync());
        Assert.Equal("Healthy", await http.SendWithAsync("GET /__motia/health/ready", headers).TextAsync());
    }
}
