using System.Diagnostics;
using System.Globalization;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What is saved takes effect; what is broken keeps its last good version; no request notices.</summary>
public sealed class RunnerReloadTests(ITestOutputHelper output) : IDisposable
{
    private const int Others = 19;
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Edit_OfOneFileOf20_AgainAndAgain_ChangesTheAnswer()
    {
        for (var i = 0; i < Others; i++)
        {
            _project.TsApi($"GET /other{i}", "return { status: 200, body: {} }");
        }

        _project.TsApi("GET /edited", Version(0));
        await using var silo = await StartAsync();
        var times = new List<double>();
        for (var edit = 1; edit <= 5; edit++)
        {
            var watch = Stopwatch.StartNew();
            _project.TsApi("GET /edited", Version(edit));
            await silo.Http.AnswerBecomesAsync("GET /edited", $"200 v{edit}");
            times.Add(watch.Elapsed.TotalSeconds);
        }

        // How long it may take is measured by the benchmark, on a machine that does nothing else.
        output.WriteLine($"An edit was served after {string.Join(", ", times.Select(time => time.ToString("F2", CultureInfo.InvariantCulture)))} s.");
    }

    [Fact]
    public async Task Edit_OfAHelperOutsideOfTheSteps_OfAPythonStep_AndOfTheEnvironment_TakeEffect()
    {
        _project.Write("lib/greeting.ts", "export const greeting = 'one'").Write(".env", "NAME=ann")
            .TsApi("GET /greeting", "return { status: 200, body: `${greeting} ${process.env.NAME}` }", imports: "import { greeting } from '../lib/greeting'")
            .Write("steps/py_step.py", Python("one"));
        await using var silo = await StartAsync();
        await silo.Http.AnswerBecomesAsync("GET /greeting", "200 one ann");
        await silo.Http.AnswerBecomesAsync("GET /py", "200 one");
        _project.Write("lib/greeting.ts", "export const greeting = 'two'");
        await silo.Http.AnswerBecomesAsync("GET /greeting", "200 two ann");
        _project.Write(".env", "NAME=bob");
        await silo.Http.AnswerBecomesAsync("GET /greeting", "200 two bob");
        _project.Write("steps/py_step.py", Python("two"));
        await silo.Http.AnswerBecomesAsync("GET /py", "200 two");
    }

    [Theory]
    [InlineData("view.tsx")]
    [InlineData("view.mts")]
    public async Task Edit_OfAHelperThatIsNoKindOfStep_TakesEffect(string file)
    {
        _project.Write($"steps/{file}", "export const view = 'one'")
            .TsApi("GET /view", "return { status: 200, body: view }", imports: $"import {{ view }} from './{file.Replace(".mts", ".mjs", StringComparison.Ordinal)}'");
        await using var silo = await StartAsync();
        await silo.Http.AnswerBecomesAsync("GET /view", "200 one");
        _project.Write($"steps/{file}", "export const view = 'two'");
        await silo.Http.AnswerBecomesAsync("GET /view", "200 two");
    }

    [Theory]
    [InlineData("throw new Error('while loading')\n", "while loading", 1)]
    [InlineData("\nconst x = = 1\n", "", 2)]
    public async Task Break_OfAStep_KeepsItsLastGoodVersion_TellsTheLine_AndTheOthersGoOn(string mistake, string message, int line)
    {
        _project.TsApi("GET /breaks", Version(1)).TsApi("GET /other", Version(1));
        await using var silo = await StartAsync();
        await silo.Http.AnswerBecomesAsync("GET /breaks", "200 v1");
        _project.TsApi("GET /breaks", Version(2), imports: mistake).TsApi("GET /other", Version(2));
        await silo.Http.AnswerBecomesAsync("GET /other", "200 v2");
        var error = Assert.Single(await silo.Http.StepErrorsAsync());
        Assert.StartsWith($"steps/GetBreaks.step.ts:{line}:", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        await silo.SaysAsync("The last good version keeps serving: steps/GetBreaks.step.ts");
        await silo.Http.AnswerBecomesAsync("GET /breaks", "200 v1");

        _project.TsApi("GET /breaks", Version(3));
        await silo.Http.AnswerBecomesAsync("GET /breaks", "200 v3");
        Assert.Empty(await silo.Http.StepErrorsAsync());
        await Eventually.Is(() => silo.RunnersOf("main.mjs").Count == 1);
    }

    [Fact]
    public async Task FirstStep_OfALanguage_IsTakenUpWhenItAppears_AndGoesWhenItIsDeleted()
    {
        _project.Api("GET /cs", "return ApiResponse.Text(200, \"cs\");");
        await using var silo = await StartAsync();
        Assert.Empty(silo.RunnersOf("main.mjs"));
        _project.TsApi("GET /ts", Version(1));
        await silo.Http.AnswerBecomesAsync("GET /ts", "200 v1");
        _project.Delete("steps/GetTs.step.ts");
        await silo.Http.StatusBecomesAsync("GET /ts", 404);
        await Eventually.Is(() => silo.RunnersOf("main.mjs").Count == 0);
    }

    [Fact]
    public async Task Requests_DuringSwapsUnderLoad_NeverFail()
    {
        _project.TsApi("GET /version", Version(0));
        await using var silo = await StartAsync();
        await SwapUnderLoad.RunAsync(
            silo,
            Enumerable.Repeat("/version", 4),
            swaps: 10,
            version =>
            {
                _project.TsApi("GET /version", Version(version));
                return $"v{version}";
            },
            output);
    }

    [Fact]
    public async Task Request_InFlightAtASwap_IsFinishedByTheVersionThatBeganIt()
    {
        _project.CloseForTs("go").TsApi("GET /long", "writeFileSync('began', ''); await pass('go'); return { status: 200, body: 'old' }", imports: "import { writeFileSync } from 'node:fs'\nimport { pass } from './gate'");
        await using var silo = await StartAsync();
        var began = silo.Http.SendAsync("GET /long").TextAsync();
        await _project.FileAppearsAsync("began");
        _project.TsApi("GET /long", Version(1)).TsApi("GET /version", Version(1));
        await silo.Http.AnswerBecomesAsync("GET /version", "200 v1");
        await silo.Http.AnswerBecomesAsync("GET /long", "200 v1");
        _project.Open("go");
        Assert.Equal("old", await began);
        await Eventually.Is(() => silo.RunnersOf("main.mjs").Count == 1);
    }

    private static string Version(int version) => $"return {{ status: 200, body: 'v{version}' }}";

    private static string Python(string text) => $$"""
        config = {"type": "api", "name": "Py", "path": "/py", "method": "GET"}

        def handler(req, context):
            return {"status": 200, "body": "{{text}}"}
        """;

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
