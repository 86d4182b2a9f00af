using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What is wrong with steps in other languages is told with its file, and costs nobody else.</summary>
public sealed class RunnerErrorTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder().Api("GET /cs", "return ApiResponse.Text(200, \"cs\");");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Mistakes_OfEachKind_AreStepErrors_AndTheOthersAreServed()
    {
        _project.TsApi("GET /fine", "return { status: 200, body: 'fine' }")
            .Write("steps/throws.step.ts", "\n\nthrow new Error('while loading')\nexport const config = {}\n")
            .Write("steps/syntax.step.ts", "export const config = {\n  type: 'api',,\n}\n")
            .Write("steps/unknown.step.ts", "export const config = { type: 'noop', name: 'Unknown', colour: 'red' }\n")
            .Write("steps/method.step.js", "\nexport const config = { type: 'api', name: 'Method', method: 'FETCH', path: '/x' }\nexport const handler = () => ({ status: 200 })\n")
            .Write("steps/without.step.js", "export const config = { type: 'event', name: 'Without', subscribes: ['x'] }\n")
            .Write("steps/schema.step.js", "export const config = { type: 'event', name: 'Schema', subscribes: ['x'], input: { type: 'objekt' } }\nexport const handler = () => {}\n")
            .Write("steps/raises_step.py", "import os\n\nraise ValueError('while loading')\n")
            .Write("steps/ruby.step.rb", "config = {}\n");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Assert.Equal("fine", await silo.Http.SendAsync("GET /fine").TextAsync());
        Assert.Equal("cs", await silo.Http.SendAsync("GET /cs").TextAsync());
        var errors = await silo.Http.StepErrorsAsync();
        Tells("steps/throws.step.ts:3", "while loading");
        Tells("steps/syntax.step.ts:2", "");
        Tells("steps/unknown.step.ts:1", "\"colour\" is not known; a noop step can have \"type\", \"name\"");
        Tells("steps/method.step.js:2", "\"method\" is \"FETCH\"; it must be one of GET");
        Tells("steps/without.step.js:1", "no function \"handler\"");
        Tells("steps/schema.step.js:1", "\"input\" is not a schema that can be enforced");
        Tells("steps/raises_step.py:3", "while loading");
        Tells("steps/ruby.step.rb", "C#, TypeScript, JavaScript or Python");
        Assert.Equal(8, errors.Count);

        void Tells(string place, string message) =>
            Assert.Contains(message, Assert.Single(errors, error => error.StartsWith($"{place}: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Node", "node", "Node.js 20.12 or later", "steps/GetTs.step.ts")]
    [InlineData("Python", "python", "Python 3.10 or later", "steps/py_step.py")]
    public async Task Interpreter_ThatIsMissing_LeavesItsFilesOut_SaysWhatToInstall_AndTheRestRuns(string setting, string name, string toInstall, string file)
    {
        _project.TsApi("GET /ts", "return { status: 200, body: 'ts' }").Write("steps/py_step.py", """
            config = {"type": "api", "name": "Py", "path": "/py", "method": "GET"}

            def handler(req, context):
                return {"status": 200, "body": "py"}
            """);
        await using var silo = await SiloProcess.StartInAsync(
            _project.Root, ["--steps", _project.Steps, "--data", ":memory:"], new Dictionary<string, string> { [$"Motia__Runners__{setting}"] = "no-such-program" });
        var error = Assert.Single(await silo.Http.StepErrorsAsync());
        Assert.StartsWith($"{file}:", error, StringComparison.Ordinal);
        Assert.Contains($"\"no-such-program\" was not found", error, StringComparison.Ordinal);
        Assert.Contains($"install {toInstall}, or name it in motia.json as \"runners.{name}\"", error, StringComparison.Ordinal);
        Assert.Equal("cs", await silo.Http.SendAsync("GET /cs").TextAsync());
        Assert.Equal(setting == "Node" ? 404 : 200, (int)(await silo.Http.SendAsync("GET /ts")).StatusCode);
        Assert.Equal(setting == "Node" ? 200 : 404, (int)(await silo.Http.SendAsync("GET /py")).StatusCode);
    }

    [Fact]
    public async Task Interpreter_ThatIsMissingInProduction_LeavesItsFilesOut_AndTheRestRuns()
    {
        _project.TsApi("GET /ts", "return { status: 200, body: 'ts' }");
        await using var silo = await SiloProcess.StartInAsync(
            _project.Root, ["--steps", _project.Steps, "--data", ":memory:", "--environment", "Production"], new Dictionary<string, string> { ["Motia__Runners__Node"] = "no-such-program" });
        Assert.Equal("cs", await silo.Http.SendAsync("GET /cs").TextAsync());
        Assert.Contains(silo.Error, line => line.Contains("steps/GetTs.step.ts: ", StringComparison.Ordinal) && line.Contains("install Node.js 20.12 or later", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interpreter_ThatIsMissing_ItsSubscriptionsStay_AndWhatIsEmittedWaits()
    {
        _project.TsEvent("Handles", "topic", "note(input)");
        await using (var silo = await SiloProcess.StartAsync(_project))
        {
            await silo.Http.EmitAsync("topic", "first");
            await _project.NotesAsync("Handles", 1);
            await silo.StopAsync();
        }

        await using (var without = await SiloProcess.StartInAsync(_project.Root, ["--steps", _project.Steps], new Dictionary<string, string> { ["Motia__Runners__Node"] = "no-such-program" }))
        {
            await without.Http.EmitAsync("topic", "second");
            await without.Http.DeliveriesAsync("Handles", "notLoaded", 1);
        }

        await using var again = await SiloProcess.StartAsync(_project);
        Assert.Equal(["first", "second"], (await _project.NotesAsync("Handles", 2)).Select(note => note.Text));
    }

    [Fact]
    public async Task Load_ThatEndsTheProcess_IsAnErrorOfEachFile_WithWhatItWrote()
    {
        _project.Write("steps/exits.step.ts", "console.error('giving up')\nprocess.exit(7)\n");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        var error = Assert.Single(await silo.Http.StepErrorsAsync());
        Assert.Contains("exit code 7", error, StringComparison.Ordinal);
        Assert.Contains("giving up", error, StringComparison.Ordinal);
        _project.Delete("steps/exits.step.ts");
        _project.TsApi("GET /ts", "return { status: 200, body: 'ts' }");
        await silo.Http.StatusBecomesAsync("GET /ts", 200);
    }

    [Fact]
    public async Task Secrets_OfTheSilo_AreNotInTheEnvironmentOfSteps_AndTheRealEnvironmentWinsOverDotEnv()
    {
        _project.Write(".env", "OWN=file\nREAL=file # comment\nQUOTED=\"a b\"").TsApi("GET /env", "const { OWN, REAL, QUOTED, Motia__Token } = process.env; return { status: 200, body: { OWN, REAL, QUOTED, Motia__Token } }");
        await using var silo = await SiloProcess.StartInAsync(
            _project.Root, ["--steps", _project.Steps, "--data", ":memory:"], new Dictionary<string, string> { ["Motia__Token"] = "secret", ["REAL"] = "real" });
        Assert.Equal("""{"OWN":"file","REAL":"real","QUOTED":"a b"}""", await silo.Http.SendAsync("GET /env").CompactAsync());
    }

    [Fact]
    public async Task Production_WithAStepError_EndsBeforeItListens()
    {
        _project.Write("steps/throws.step.ts", "throw new Error('while loading')\n");
        var end = await SiloProcess.RunAsync(["--steps", _project.Steps, "--data", ":memory:", "--environment", "Production"]);
        Assert.Equal(1, end.ExitCode);
        Assert.Contains("steps/throws.step.ts(1): ", string.Join('\n', end.Error), StringComparison.Ordinal);
    }
}
