using System.Text;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Http;

/// <summary>How large a body may be.</summary>
public sealed class LimitTests(LimitTests.Shared shared) : IClassFixture<LimitTests.Shared>
{
    private const int DefaultLimit = 30 * 1024 * 1024;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => WriteStep(project);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(-1, 200)]
    [InlineData(1, 413)]
    public async Task Body_AroundTheDefaultLimit_IsTakenUpToIt(int beyond, int status)
    {
        var answer = await shared.Http.SendAsync("POST /size", new byte[DefaultLimit + beyond], "application/octet-stream").TextAsync(status);
        Assert.Contains(status == 200 ? $"{DefaultLimit + beyond}" : "\"error\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_JsonJustUnderTheLimit_IsParsed()
    {
        var json = "{\"text\":\"" + new string('x', DefaultLimit - 11) + "\"}";
        Assert.Equal($"{DefaultLimit}", await shared.Http.SendAsync("POST /parsed", json).TextAsync());
    }

    [Fact]
    public async Task Body_OverTheConfiguredLimit_Is413AndSaysTheLimit()
    {
        using var project = new ProjectFolder().Write("motia.json", """{ "limits": { "body": 100 } }""");
        WriteStep(project);
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        Assert.Equal("100", await silo.Http.SendAsync("POST /size", new byte[100], "application/octet-stream").TextAsync());
        var refused = await silo.Http.SendAsync("POST /size", new byte[101], "application/octet-stream").JsonAsync(413);
        Assert.Contains("100", (string?)refused!["error"], StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 413", await Chunked(silo, 101), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 413", await Chunked(silo, 100_000), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await Chunked(silo, 100), StringComparison.Ordinal);
        using var big = await silo.Http.SendAsync("POST /size", new byte[101], "application/octet-stream");
        Assert.Equal("*", big.Header("Access-Control-Allow-Origin"));
        Assert.NotNull(big.Header("x-trace-id"));
    }

    [Fact]
    public async Task Body_LimitFromTheEnvironment_WinsOverTheFile()
    {
        using var project = new ProjectFolder().Write("motia.json", """{ "limits": { "body": 100 } }""");
        WriteStep(project);
        await using var silo = await SiloProcess.StartInAsync(
            project.Root, ["--steps", project.Steps, "--data", ":memory:"], new Dictionary<string, string> { ["Motia__Limits__Body"] = "10" });
        await silo.Http.SendAsync("POST /size", new byte[11], "application/octet-stream").TextAsync(413);
        await silo.Http.SendAsync("POST /size", new byte[10], "application/octet-stream").TextAsync();
    }

    [Fact]
    public async Task Body_Chunked_Arrives() => Assert.EndsWith("12345", (await Chunked(shared.Silo, 12345)).Trim(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!")]
    [InlineData("Content-Length: -5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("X: 1\r\n bad folding\r\nContent-Length: 0\r\n\r\n")]
    public async Task Request_Malformed_Is400(string rest) =>
        Assert.StartsWith("HTTP/1.1 400", await RawHttp.SendAsync(shared.Silo, $"POST /size HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{rest}"), StringComparison.Ordinal);

    [Fact]
    public async Task Request_HugeHeader_IsRefusedAndTheSiloGoesOn()
    {
        Assert.Matches(@"^HTTP/1\.1 4(00|14|31) ", await RawHttp.GetAsync(shared.Silo, "/none", $"X-Big: {new string('x', 100_000)}\r\n"));
        await shared.Http.SendAsync("POST /size", "{}").TextAsync();
    }

    private static Task<string> Chunked(SiloProcess silo, int size)
    {
        var request = new StringBuilder($"POST /size HTTP/1.1\r\nHost: {silo.Address.Authority}\r\nConnection: close\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var left = size; left > 0; left -= 50)
        {
            var length = Math.Min(50, left);
            request.Append($"{length:x}\r\n").Append('x', length).Append("\r\n");
        }

        return RawHttp.SendAsync(silo, request.Append("0\r\n\r\n").ToString());
    }

    private static void WriteStep(ProjectFolder project) => project
        .Api("POST /size", """return ApiResponse.Json(200, request.RawBytes.Length);""")
        .Api("POST /parsed", """return ApiResponse.Json(200, ((string)request.Body!["text"]!).Length + 11);""");
}
