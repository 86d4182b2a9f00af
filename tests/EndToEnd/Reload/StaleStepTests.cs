using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Reload;

/// <summary>A step that is served from its last good version, because its file now has a mistake, is marked so wherever a person looks.</summary>
public sealed class StaleStepTests : IDisposable
{
    private const string Mark = "serving its last good version";
    private const string Logged = "The last good version keeps serving: ";

    private readonly ProjectFolder _project = new ProjectFolder()
        .Api("GET /steady", "return ApiResponse.Empty();")
        .Write("steps/broken.step.cs", Good("Broken"));

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("code", "ApiResponse.Empty()", "ApiResponse.Nonsense()")]
    [InlineData("config", "\"GET\"", "\"FETCH\"")]
    [InlineData("handler", "ApiRequest request", "string text")]
    [InlineData("service", "ApiRequest request", "ApiRequest request, System.Collections.IComparer comparer")]
    public async Task Break_OfAStep_MarksItAndOnlyItUntilItIsMended(string kind, string good, string bad)
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Assert.Equal("", await Stale(silo));
        Assert.DoesNotContain(Mark, await silo.Http.SendAsync("GET /__motia/").TextAsync(), StringComparison.Ordinal);

        _project.Write("steps/broken.step.cs", Good("Broken").Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal((kind, "Broken"), (kind, await Eventually.Answers(() => Stale(silo), stale => stale.Length > 0)));
        await silo.Http.SendAsync("GET /Broken").TextAsync(204);
        Assert.DoesNotContain("\"stale\":false", await silo.Http.SendAsync("GET /__motia/catalog").TextAsync(), StringComparison.Ordinal);
        Assert.Contains($"steps/broken.step.cs ({Mark})", Assert.Single(await PageRowsWithTheMark(silo)), StringComparison.Ordinal);
        await silo.SaysAsync(Logged);
        Assert.Contains(Logged + "steps/broken.step.cs", silo.Error.Single(line => line.Contains(Logged, StringComparison.Ordinal)), StringComparison.Ordinal);

        _project.Write("steps/broken.step.cs", Good("Broken"));
        await Eventually.Answers(() => Stale(silo), stale => stale.Length == 0);
    }

    [Fact]
    public async Task Break_OfSeveralKindsAtOnce_IsLoggedInOneLine()
    {
        _project.Write("steps/other.step.cs", Good("Other"));
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        _project.Write("steps/broken.step.cs", "nonsense");
        await Eventually.Answers(() => Stale(silo), stale => stale == "Broken");
        _project.Write("steps/other.step.cs", Good("Other").Replace("\"GET\"", "\"FETCH\"", StringComparison.Ordinal));
        await Eventually.Answers(() => Stale(silo), stale => stale == "Broken Other");
        await silo.SaysAsync(Logged + "steps/broken.step.cs, steps/other.step.cs");
        Assert.Equal(2, silo.Error.Count(line => line.Contains(Logged, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Break_OfStartup_MarksEveryStep()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        _project.Write("steps/Startup.cs", "public static class Startup { }");
        await Eventually.Answers(() => Stale(silo), stale => stale == "Broken GetSteady");
        await silo.SaysAsync(Logged + "steps ");
    }

    [Fact]
    public async Task Break_OfWhatStepsShare_MarksEveryStep()
    {
        _project.Write("steps/Words.cs", "public static class Words { public const string One = \"one\"; }").Api("GET /words", "return ApiResponse.Text(200, Words.One);");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        _project.Write("steps/Words.cs", "public static class Words { public const string Two = \"two\"; }");
        await Eventually.Answers(() => Stale(silo), stale => stale == "Broken GetSteady GetWords");
        Assert.Equal("one", await silo.Http.SendAsync("GET /words").TextAsync());
    }

    [Fact]
    public async Task Mistake_BesideAGoodStepOfTheSameFile_LeavesTheGoodOneUnmarked()
    {
        _project.Write("steps/broken.step.cs", Good("Broken") + Good("Second").Replace("using Motia;", "", StringComparison.Ordinal).Replace("\"GET\"", "\"FETCH\"", StringComparison.Ordinal));
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        var catalog = await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        Assert.Single(catalog!["errors"]!.AsArray());
        Assert.Equal(2, catalog["steps"]!.AsArray().Count);
        Assert.Equal("", await Stale(silo));
    }

    [Fact]
    public async Task Break_OfAFileThatWasNeverLoaded_IsNotCalledGood()
    {
        _project.Write("steps/never.step.cs", Good("Never").Replace("ApiRequest request", "string text", StringComparison.Ordinal));
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        _project.Write("steps/never.step.cs", "nonsense");
        await silo.SaysAsync("steps/never.step.cs(1)");

        // What is logged of the next change comes after what was logged of this one.
        _project.Write("steps/broken.step.cs", "nonsense");
        await silo.SaysAsync(Logged);
        Assert.DoesNotContain("never", Assert.Single(silo.Error, line => line.Contains(Logged, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"/Aaa\"", "\"/Broken\"", "is also answered by the step \\u0022Broken\\u0022")]
    [InlineData("\"Aaa\"", "\"Broken\"", "which is also the name of the step in steps/broken.step.cs")]
    public async Task Conflict_MadeByAnEdit_KeepsBothStepsAndMarksTheEditedOne(string good, string bad, string says)
    {
        // It is read before the one that it comes to conflict with.
        _project.Write("steps/aaa.step.cs", Good("Aaa"));
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        _project.Write("steps/aaa.step.cs", Good("Aaa").Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal("Aaa", await Eventually.Answers(() => Stale(silo), stale => stale.Length > 0));
        Assert.Contains(says, await silo.Http.SendAsync("GET /__motia/catalog").TextAsync(), StringComparison.Ordinal);
        await silo.Http.SendAsync("GET /Aaa").TextAsync(204);
        await silo.Http.SendAsync("GET /Broken").TextAsync(204);
        await silo.SaysAsync(Logged + "steps/aaa.step.cs");

        // Later changes leave it as it is; its services are still there.
        _project.Api("GET /later", "return ApiResponse.Empty();");
        await silo.Http.StatusBecomesAsync("GET /later", 204);
        Assert.Equal("Aaa", await Stale(silo));
        await silo.Http.SendAsync("GET /Aaa").TextAsync(204);

        _project.Write("steps/aaa.step.cs", Good("Aaa"));
        await Eventually.Answers(() => Stale(silo), stale => stale.Length == 0);
        await silo.Http.SendAsync("GET /Aaa").TextAsync(204);
    }

    [Fact]
    public async Task Mistake_InOneOfTwoStepsOfAFile_KeepsItsOlderVersionAndOnlyThat()
    {
        var second = Good("Second").Replace("using Motia;", "", StringComparison.Ordinal);
        _project.Write("steps/broken.step.cs", Good("Broken") + second);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        _project.Write("steps/broken.step.cs", Good("Broken").Replace("Path = \"/Broken\"", "Path = \"/mended\"", StringComparison.Ordinal) + second.Replace("\"GET\"", "\"FETCH\"", StringComparison.Ordinal));
        Assert.Equal("Second", await Eventually.Answers(() => Stale(silo), stale => stale.Length > 0));
        await silo.Http.SendAsync("GET /Second").TextAsync(204);
        await silo.Http.SendAsync("GET /mended").TextAsync(204);

        // A step that was taken out does not come back with another one's mistake.
        _project.Write("steps/broken.step.cs", Good("Broken"));
        await Eventually.Answers(() => Stale(silo), stale => stale.Length == 0);
        await silo.Http.SendAsync("GET /Second").TextAsync(404);
    }

    private static string Good(string name) => $$"""
        using Motia;

        public static class {{name}}
        {
            public static readonly ApiStep Config = new() { Name = "{{name}}", Method = "GET", Path = "/{{name}}" };

            public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty();
        }

        """;

    private static async Task<string> Stale(SiloProcess silo) =>
        string.Join(' ', (await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync())!["steps"]!.AsArray()
            .Where(step => step!.AsObject().TryGetPropertyValue("stale", out var stale) && (bool)stale!).Select(step => (string?)step!["name"]));

    private static async Task<IEnumerable<string>> PageRowsWithTheMark(SiloProcess silo) =>
        (await silo.Http.SendAsync("GET /__motia/").TextAsync()).Split("<tr").Where(row => row.Contains(Mark, StringComparison.Ordinal));
}
