using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Reload;

/// <summary>A file whose loading does not come to its end holds up no other language. A load is given up after 30 s, which is an error of its file: without one, what took effect did so while it went on.</summary>
public sealed class HangingLoadTests : IDisposable
{
    private const string Hang = "import { writeFileSync } from 'node:fs'\nimport { pass } from './gate'\nwriteFileSync('loading', '')\nawait pass('go')\n";
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Edits_InOtherLanguages_TakeEffect_WhileALoadHangs_AndWhatItLoadedAfterwards()
    {
        _project.Write("package.json", """{ "type": "module" }""").CloseForTs("go").TsApi("GET /ts", Ts(1)).Api("GET /cs", Cs(1)).PyApi("GET /py", Py(1));
        await using var silo = await StartAsync();
        await silo.Http.AnswerBecomesAsync("GET /ts", "200 v1");
        _project.TsApi("GET /ts", Ts(2), imports: Hang);
        await _project.FileAppearsAsync("loading");

        _project.Api("GET /cs", Cs(2)).PyApi("GET /py", Py(2));

        await Task.WhenAll(silo.Http.AnswerBecomesAsync("GET /cs", "200 v2"), silo.Http.AnswerBecomesAsync("GET /py", "200 v2"));
        await silo.Http.AnswerBecomesAsync("GET /ts", "200 v1");
        Assert.Empty(await silo.Http.StepErrorsAsync());
        _project.Open("go");
        await silo.Http.AnswerBecomesAsync("GET /ts", "200 v2");
        await silo.Http.AnswerBecomesAsync("GET /cs", "200 v2");
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

        await Eventually.Is(() => silo.RunnersOf("main.py").Any(runner => runner != before));
        await silo.Http.AnswerBecomesAsync("GET /py", "200 v1");
        Assert.Empty(await silo.Http.StepErrorsAsync());
    }

    [Fact]
    public async Task Name_TakenByAnotherLanguageWhileALoadHangs_IsAMistakeOfWhatIsLoadedLast()
    {
        _project.Write("package.json", """{ "type": "module" }""").CloseForTs("go").TsApi("GET /ts", Ts(1));
        await using var silo = await StartAsync();
        _project.TsApi("GET /both", Ts(1), imports: Hang);
        await _project.FileAppearsAsync("loading");
        _project.Api("GET /both", Cs(3));
        await silo.Http.AnswerBecomesAsync("GET /both", "200 v3");
        Assert.Empty(await silo.Http.StepErrorsAsync());

        _project.TsApi("GET /ts", Ts(2));
        _project.Open("go");

        await silo.Http.AnswerBecomesAsync("GET /ts", "200 v2");
        var error = Assert.Single(await Eventually.Finds(silo.Http.StepErrorsAsync, errors => errors.Count > 0));
        Assert.StartsWith("steps/GetBoth.step.ts", error, StringComparison.Ordinal);
        Assert.Contains("also the name of the step in steps/GetBoth.step.cs", error, StringComparison.Ordinal);
        await silo.Http.AnswerBecomesAsync("GET /both", "200 v3");
    }

    private static string Ts(int version) => $"return {{ status: 200, body: 'v{version}' }}";

    private static string Cs(int version) => $"return ApiResponse.Text(200, \"v{version}\");";

    private static string Py(int version) => $"return {{'status': 200, 'body': 'v{version}'}}";

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
