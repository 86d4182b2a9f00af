using System.Diagnostics;
using System.Globalization;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Reload;

/// <summary>A silo in Development takes up what changes in its steps directory while it runs.</summary>
public sealed class HotReloadTests(HotReloadTests.Shared shared, ITestOutputHelper output) : IClassFixture<HotReloadTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Api("GET /steady", """return ApiResponse.Text(200, "steady");""");
    }

    [Fact]
    public async Task Edit_OfAStep_AgainAndAgain_ChangesTheAnswer()
    {
        shared.Project.Api("GET /edited", Answer(0));
        await Answers("/edited", "0", Eventually.Limit);
        var times = new List<double>();
        for (var edit = 1; edit <= 5; edit++)
        {
            var watch = Stopwatch.StartNew();
            shared.Project.Api("GET /edited", Answer(edit));
            await Answers("/edited", $"{edit}", Eventually.Limit);
            times.Add(watch.Elapsed.TotalSeconds);
        }

        // How long it may take is measured by the benchmark, on a machine that does nothing else.
        output.WriteLine($"An edit was served after {string.Join(", ", times.Select(time => time.ToString("F2", CultureInfo.InvariantCulture)))} s.");
    }

    [Fact]
    public async Task Edit_WrittenInPlace_IsTakenUpToo()
    {
        shared.Project.Api("GET /in-place", Answer(1));
        await Answers("/in-place", "1", Eventually.Limit);
        var path = shared.Project.PathOf("steps/GetInPlace.step.cs");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"1\"", "\"2\"", StringComparison.Ordinal));
        await Answers("/in-place", "2", Eventually.Limit);
    }

    [Fact]
    public async Task Edit_OfAFileBesideTheSteps_IsTakenUp()
    {
        shared.Project.Write("steps/Greeting.cs", """public static class Greeting { public const string Text = "one"; }""").Api("GET /greeting", "return ApiResponse.Text(200, Greeting.Text);");
        await Answers("/greeting", "one", Eventually.Limit);
        shared.Project.Write("steps/Greeting.cs", """public static class Greeting { public const string Text = "two"; }""");
        await Answers("/greeting", "two", Eventually.Limit);
    }

    [Fact]
    public async Task Break_OfAStep_KeepsTheLastGoodVersionAndTellsTheLine()
    {
        shared.Project.Api("GET /breaks", Answer(1));
        await Answers("/breaks", "1", Eventually.Limit);
        shared.Project.Api("GET /breaks", "\n\n/*here*/ return ApiResponse.Nonsense();");
        var line = LineOfMark("steps/GetBreaks.step.cs");
        var told = await Eventually.Answers(ErrorOf("steps/GetBreaks.step.cs"), error => error.Length > 0);
        Assert.Contains($"\"line\":{line}", told, StringComparison.Ordinal);
        Assert.Contains("Nonsense", told, StringComparison.Ordinal);
        await shared.Silo.SaysAsync($"steps/GetBreaks.step.cs({line})");
        await Answers("/breaks", "1", TimeSpan.Zero);

        shared.Project.Api("GET /breaks", Answer(2));
        await Answers("/breaks", "2", Eventually.Limit);
        Assert.Equal("", await ErrorOf("steps/GetBreaks.step.cs")());
    }

    [Fact]
    public async Task Break_OfAConfig_KeepsTheLastGoodVersionAndTellsTheLine()
    {
        shared.Project.Api("GET /config-breaks", Answer(1), name: "ConfigBreaks");
        await Answers("/config-breaks", "1", Eventually.Limit);
        shared.Project.Api("FETCH /config-breaks", Answer(2), name: "ConfigBreaks");
        var told = await Eventually.Answers(ErrorOf("steps/ConfigBreaks.step.cs"), error => error.Length > 0);
        Assert.Contains("FETCH", told, StringComparison.Ordinal);
        await Answers("/config-breaks", "1", TimeSpan.Zero);
        shared.Project.Api("GET /config-breaks", Answer(3), name: "ConfigBreaks");
        await Answers("/config-breaks", "3", Eventually.Limit);
    }

    [Fact]
    public async Task Break_WhileAnotherStepIsEdited_TheOtherChangesAllTheSame()
    {
        shared.Project.Api("GET /whole", Answer(1)).Api("GET /broken", Answer(1));
        await Answers("/whole", "1", Eventually.Limit);
        await Answers("/broken", "1", Eventually.Limit);
        shared.Project.Api("GET /broken", "return nonsense;");
        await Eventually.Answers(ErrorOf("steps/GetBroken.step.cs"), error => error.Length > 0);
        shared.Project.Api("GET /whole", Answer(2));
        await Answers("/whole", "2", Eventually.Limit);
        await Answers("/broken", "1", TimeSpan.Zero);
        shared.Project.Delete("steps/GetBroken.step.cs");
        await _http.StatusBecomesAsync("GET /broken", 404);
    }

    [Fact]
    public async Task File_AddedAndDeleted_ChangesTheRoutes()
    {
        await _http.SendAsync("GET /added").TextAsync(404);
        shared.Project.Write("steps/new/folder/added.step.cs", StepText.Api("Added", "GET /added", Answer(1)));
        await Answers("/added", "1", Eventually.Limit);
        shared.Project.Write("steps/new/folder/added.step.cs", StepText.Api("Added", "GET /added-elsewhere", Answer(2)));
        await Answers("/added-elsewhere", "2", Eventually.Limit);
        await _http.SendAsync("GET /added").TextAsync(404);
        Directory.Delete(shared.Project.PathOf("steps/new"), recursive: true);
        await _http.StatusBecomesAsync("GET /added-elsewhere", 404);
    }

    [Fact]
    public async Task File_Renamed_GoesOnServing()
    {
        shared.Project.Api("GET /renamed", Answer(1));
        await Answers("/renamed", "1", Eventually.Limit);
        File.Move(shared.Project.PathOf("steps/GetRenamed.step.cs"), shared.Project.PathOf("steps/other-name.step.cs"));
        await Eventually.Answers(
            () => _http.SendAsync("GET /__motia/catalog").TextAsync(), catalog => catalog.Contains("steps/other-name.step.cs", StringComparison.Ordinal));
        await Answers("/renamed", "1", TimeSpan.Zero);
    }

    private static string Answer(int version) => $"""return ApiResponse.Text(200, "{version}");""";

    private Task<string> Answers(string path, string text, TimeSpan limit) => Eventually.Answers(async () =>
    {
        using var response = await _http.SendAsync("GET " + path);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }, answer => answer == $"200 {text}", limit);

    private Func<Task<string>> ErrorOf(string file) => async () =>
    {
        var catalog = await _http.SendAsync("GET /__motia/catalog").JsonAsync();
        return string.Join('\n', catalog!["errors"]!.AsArray().Where(error => (string?)error!["file"] == file).Select(error => error.Compact()));
    };

    private int LineOfMark(string file) =>
        File.ReadLines(shared.Project.PathOf(file)).TakeWhile(line => !line.Contains("/*here*/", StringComparison.Ordinal)).Count() + 1;
}
