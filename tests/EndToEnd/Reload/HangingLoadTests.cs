using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Reload;

/// <summary>A file whose loading does not come to its end holds up no other language.</summary>
public sealed class HangingLoadTests : IDisposable
{
    // A load ends by itself after 30 s; who waited for that is too late.
    private static readonly TimeSpan Meanwhile = TimeSpan.FromSeconds(20);
    private const string Hang = "import { writeFileSync } from 'node:fs'\nimport { pass } from './gate'\nwriteFileSync('loading', '')\nawait pass('go')\n";
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Edits_InOtherLanguages_TakeEffect_WhileALoadHangs_AndWhatItLoadedAfterwards()
    {
        _project.Write("package.json", """{ "type": "module" }""").CloseForTs("go").TsApi("GET /ts", Ts(1)).Api("GET /cs", Cs(1)).PyApi("GET /py", Py(1));
        await using var silo = await StartAsync();
        await AnswersAsync(silo, "GET /ts", "v1");
        _project.TsApi("GET /ts", Ts(2), imports: Hang);
        await _project.FileAppearsAsync("loading");

        _project.Api("GET /cs", Cs(2)).PyApi("GET /py", Py(2));

        await AnswersAsync(silo, "GET /cs", "v2");
        await AnswersAsync(silo, "GET /py", "v2");
        await AnswersAsync(silo, "GET /ts", "v1");
        Assert.Empty(await ErrorsAsync(silo));
        _project.Open("go");
        await AnswersAsync(silo, "GET /ts", "v2");
        await AnswersAsync(silo, "GET /cs", "v2");
        await Eventually.Is(() => silo.RunnersOf("main.mjs").Count == 1);
    }

    [Fact]
    public async Task CrashedRunner_OfAnotherLanguage_IsReplaced_WhileALoadHangs()
    {
        _project.Write("package.json", """{ "type": "module" }""").CloseForTs("go").TsApi("GET /ts", Ts(1)).PyApi("GET /py", Py(1));
        await using var silo = await StartAsync();
        _project.TsApi("GET /ts", Ts(2), imports: Hang);
        await _project.FileAppearsAsync("loading");
        var before = Assert.Single(silo.RunnersOf("main.py"));

        Signals.SendKill(before);

        await Eventually.Is(() => silo.RunnersOf("main.py").Any(runner => runner != before), Meanwhile);
        await AnswersAsync(silo, "GET /py", "v1");
        Assert.Empty(await ErrorsAsync(silo));
    }

    [Fact]
    public async Task Name_TakenByAnotherLanguageWhileALoadHangs_IsAMistakeOfWhatIsLoadedLast()
    {
        _project.Write("package.json", """{ "type": "module" }""").CloseForTs("go").TsApi("GET /ts", Ts(1));
        await using var silo = await StartAsync();
        _project.TsApi("GET /both", Ts(1), imports: Hang);
        await _project.FileAppearsAsync("loading");
        _project.Api("GET /both", Cs(1));
        await AnswersAsync(silo, "GET /both", "v1");
        Assert.Empty(await ErrorsAsync(silo));

        _project.TsApi("GET /ts", Ts(2));
        _project.Open("go");

        await AnswersAsync(silo, "GET /ts", "v2");
        var error = Assert.Single(await Eventually.Answers(() => ErrorsAsync(silo), errors => errors.Count > 0));
        Assert.StartsWith("steps/GetBoth.step.ts", error, StringComparison.Ordinal);
        Assert.Contains("also the name of the step in steps/GetBoth.step.cs", error, StringComparison.Ordinal);
        await AnswersAsync(silo, "GET /both", "v1");
    }

    private static string Ts(int version) => $"return {{ status: 200, body: 'v{version}' }}";

    private static string Cs(int version) => $"return ApiResponse.Text(200, \"v{version}\");";

    private static string Py(int version) => $"return {{'status': 200, 'body': 'v{version}'}}";

    private static async Task<IReadOnlyList<string>> ErrorsAsync(SiloProcess silo) =>
        [.. (await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync())!["errors"]!.AsArray().Select(error => $"{error!["file"]}: {error["message"]}")];

    private static Task<string> AnswersAsync(SiloProcess silo, string route, string text) => Eventually.Answers(
        async () =>
        {
            using var response = await silo.Http.SendAsync(route);
            return await response.Content.ReadAsStringAsync();
        },
        found => found == text,
        Meanwhile);

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
