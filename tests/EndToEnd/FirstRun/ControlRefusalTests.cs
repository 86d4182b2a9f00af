using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.FirstRun;

/// <summary>Who is refused by the control surface is told which condition failed.</summary>
public sealed class ControlRefusalTests(ControlRefusalTests.Shared shared) : IClassFixture<ControlRefusalTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Api("GET /hello", "return ApiResponse.Empty();");
    }

    [Theory]
    [InlineData("Host", "evil.example", "it was called as evil.example; call it as localhost or 127.0.0.1")]
    [InlineData("Origin", "https://evil.example", "it was called by a page of https://evil.example; call it from a page of http://127.0.0.1:")]
    public async Task Development_ForeignHostOrOrigin_IsNamed(string header, string value, string says)
    {
        var refused = await shared.Http.SendWithAsync("GET /__motia/catalog", (header, value)).JsonAsync(401);
        Assert.Contains(says, (string?)refused!["error"], StringComparison.Ordinal);
        Assert.DoesNotContain("only in Development", (string?)refused["error"], StringComparison.Ordinal);
        Assert.Contains(says, await shared.Http.SendWithAsync("GET /__motia/", (header, value), ("Accept", "text/html")).TextAsync(401), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Development_OriginWithMarkup_IsShownEscaped()
    {
        var page = await shared.Http.SendWithAsync("GET /__motia/", ("Origin", "<script>"), ("Accept", "text/html")).TextAsync(401);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }
}
