using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What an edit reaches besides the handler itself, and what a crash makes of a file that was saved broken.</summary>
public sealed class RunnerEditTests : IDisposable
{
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Edit_OfAHelper_OfBothLanguages_AndOfAHelpersHelper_TakesEffect()
    {
        _project.Write("lib/outer.ts", "export { text } from './inner'\n").Write("lib/inner.ts", "export const text = 'one'\n")
            .TsApi("GET /ts", "return { status: 200, body: text }", imports: "import { text } from '../lib/outer'")
            .Write("lib/outer.py", "from lib.inner import text\n").Write("lib/inner.py", "text = 'one'\n")
            .PyApi("GET /py", "return {'status': 200, 'body': text}", imports: "from lib.outer import text");
        await using var silo = await StartAsync();
        Assert.Equal(("one", "one"), (await silo.Http.SendAsync("GET /ts").TextAsync(), await silo.Http.SendAsync("GET /py").TextAsync()));
        _project.Write("lib/inner.ts", "export const text = 'two'\n").Write("lib/inner.py", "text = 'two'\n");
        await silo.Http.AnswerBecomesAsync("GET /ts", "200 two");
        await silo.Http.AnswerBecomesAsync("GET /py", "200 two");
    }

    [Fact]
    public async Task Edit_OfABodySchema_OfBothLanguages_TakesEffect()
    {
        Write("string");
        await using var silo = await StartAsync();
        foreach (var path in new[] { "/ts", "/py" })
        {
            Assert.Equal("ok", await silo.Http.SendAsync($"POST {path}", """{"a":"x"}""").TextAsync());
            await silo.Http.SendAsync($"POST {path}", """{"a":1}""").TextAsync(400);
        }

        Write("number");
        foreach (var path in new[] { "/ts", "/py" })
        {
            await silo.Http.AnswerBecomesAsync($"POST {path}", "200 ok", """{"a":1}""");
            await silo.Http.SendAsync($"POST {path}", """{"a":"x"}""").TextAsync(400);
        }

        void Write(string type) => _project
            .TsApi("POST /ts", "return { status: 200, body: 'ok' }", $"bodySchema: {{ type: 'object', properties: {{ a: {{ type: '{type}' }} }} }}")
            .PyApi("POST /py", "return {'status': 200, 'body': 'ok'}", $$""" "bodySchema": {"type": "object", "properties": {"a": {"type": "{{type}}"} } } """);
    }

    [Theory]
    [InlineData("main.mjs")]
    [InlineData("main.py")]
    public async Task BrokenSave_ThenACrashOfTheRunner_TheOthersComeBack_AndTheBrokenOneIsToldAsAnError_UntilItIsMended(string program)
    {
        var isNode = program == "main.mjs";
        Save(1, "");
        await using var silo = await StartAsync();
        await silo.Http.AnswerBecomesAsync("GET /breaks", "200 v1");
        Save(2, isNode ? "const x = = 1" : "x = = 1");
        await silo.Http.AnswerBecomesAsync("GET /other", "200 v2");
        await silo.Http.AnswerBecomesAsync("GET /breaks", "200 v1");
        var before = silo.KillRunners(program);
        await Eventually.Is(() => !silo.RunnersOf(program).Intersect(before).Any());
        await silo.Http.AnswerBecomesAsync("GET /other", "200 v2");
        await silo.Http.StatusBecomesAsync("GET /breaks", 404);
        Assert.StartsWith(isNode ? "steps/GetBreaks.step.ts:" : "steps/GetBreaks_step.py:", Assert.Single(await silo.Http.StepErrorsAsync()), StringComparison.Ordinal);

        Save(3, "");
        await silo.Http.AnswerBecomesAsync("GET /breaks", "200 v3");
        await silo.Http.AnswerBecomesAsync("GET /other", "200 v3");

        void Save(int version, string mistake) => _ = isNode
            ? _project.TsApi("GET /breaks", $"return {{ status: 200, body: 'v{version}' }}", imports: mistake).TsApi("GET /other", $"return {{ status: 200, body: 'v{version}' }}")
            : _project.PyApi("GET /breaks", $"return {{'status': 200, 'body': 'v{version}'}}", imports: mistake).PyApi("GET /other", $"return {{'status': 200, 'body': 'v{version}'}}");
    }

    [Fact]
    public async Task BrokenSave_OfAnEventStep_ThenACrashOfTheRunner_WhatIsEmittedWaits_UntilItIsMended()
    {
        _project.TsEvent("Handles", "topic", "note(input)").TsApi("GET /other", "return { status: 200, body: 'v1' }");
        await using var silo = await StartAsync();
        await silo.Http.EmitAsync("topic", "first");
        await _project.NotesAsync("Handles", 1);
        _project.TsEvent("Handles", "topic", "note(input)", imports: "const x = = 1").TsApi("GET /other", "return { status: 200, body: 'v2' }");
        await silo.Http.AnswerBecomesAsync("GET /other", "200 v2");
        await silo.Http.EmitAsync("topic", "second");
        await silo.Http.CountsBecomeAsync("Handles", "0 0 0 0 2");
        silo.KillRunners("main.mjs");
        await Eventually.Answers(silo.Http.CatalogAsync, catalog => catalog["steps"]!.AsArray().All(step => (string?)step!["name"] != "Handles"));
        await silo.Http.EmitAsync("topic", "third");
        await silo.Http.DeliveriesAsync("Handles", "notLoaded", 1);
        _project.TsEvent("Handles", "topic", "note('mended ' + input)");
        Assert.Equal(["first", "second", "mended third"], (await _project.NotesAsync("Handles", 3)).Select(note => note.Text));
    }

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
