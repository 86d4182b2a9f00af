using System.Globalization;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What runs in a runner that ends or freezes is nobody's fault: its events are handled again without counting an attempt, its callers are told to come again.</summary>
public sealed class RunnerReturnTests : IDisposable
{
    private const int Events = 5;
    private readonly ProjectFolder _project = new ProjectFolder().Backoff();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("main.mjs")]
    [InlineData("main.py")]
    public async Task Kill9_WhileEventsRun_EachIsHandledAgain_UnderItsId_AsTheSameAttempt(string program)
    {
        _ = program == "main.mjs"
            ? _project.CloseForTs("go").TsEvent("Held", "held", "note(input); await pass('go')", imports: "import { pass } from './gate'")
            : _project.Close("go").PyEvent("Held", "held", "note('Held', context, input); await pass_gate('go')");
        await using var silo = await StartAsync();
        for (var i = 0; i < Events; i++)
        {
            await silo.Http.EmitAsync("held", i);
        }

        var first = await _project.NotesAsync("Held", Events);
        Assert.Equal(Events, first.Select(note => note.Id).Distinct().Count());
        Signals.SendKill(Assert.Single(silo.RunnersOf(program)));
        var all = await _project.NotesAsync("Held", 2 * Events);
        Assert.All(all.Skip(Events), again => Assert.Contains(first, before => (before.Id, before.Text, before.TraceId) == (again.Id, again.Text, again.TraceId)));
        Assert.Equal(Events, all.Skip(Events).Select(note => note.Id).Distinct().Count());
        Assert.All(all, note => Assert.Equal(1, note.Attempt));
        _project.Open("go");
        await silo.Http.CountsBecomeAsync("Held", string.Create(CultureInfo.InvariantCulture, $"0 0 0 0 {Events}"));
        Assert.Equal(2 * Events, _project.Notes("Held").Count);
    }

    [Theory]
    [InlineData("main.mjs")]
    [InlineData("main.py")]
    public async Task Freeze_OfARunner_ItsCallersGetA503_ItIsEnded_AndTheStepsAreServedAgain(string program)
    {
        _project.Write("motia.json", """{ "runners": { "stuckSeconds": 5 } }""");
        _ = program == "main.mjs" ? _project.TsApi("GET /fine", "return { status: 200, body: 'fine' }") : _project.PyApi("GET /fine", "return {'status': 200, 'body': 'fine'}");
        await using var silo = await StartAsync();
        await silo.Http.AnswerBecomesAsync("GET /fine", "200 fine");
        var frozen = Assert.Single(silo.RunnersOf(program));
        Signals.SendStop(frozen);
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => silo.Http.SendAsync("GET /fine"))))
        {
            using (answer)
            {
                Assert.Equal((503, "1"), ((int)answer.StatusCode, answer.Header("Retry-After")));
            }
        }

        await silo.SaysAsync("did not answer for 5 seconds");
        await silo.Http.StatusBecomesAsync("GET /fine", 200);
        Assert.DoesNotContain(frozen, silo.RunnersOf(program));
    }

    [Fact]
    public async Task Freeze_WhileAnEventRuns_ItIsHandledAgain_AsTheSameAttempt()
    {
        _project.Write("motia.json", """{ "runners": { "stuckSeconds": 5 } }""").CloseForTs("go")
            .TsEvent("Held", "held", "note(input); await pass('go')", imports: "import { pass } from './gate'");
        await using var silo = await StartAsync();
        await silo.Http.EmitAsync("held", "one");
        await _project.NotesAsync("Held", 1);
        Signals.SendStop(Assert.Single(silo.RunnersOf("main.mjs")));
        var notes = await _project.NotesAsync("Held", 2);
        Assert.Equal((notes[0].Id, 1), (notes[1].Id, notes[1].Attempt));
        _project.Open("go");
        await silo.Http.CountsBecomeAsync("Held", "0 0 0 0 1");
    }

    [Fact]
    public async Task Event_WhoseTimeIsUpBeforeItHasAPlace_IsNoAttempt()
    {
        _project.Write("motia.json", """{ "queues": { "backoff": "00:00:00.05" }, "runners": { "concurrency": 1 } }""").CloseForTs("go")
            .TsApi("GET /hold", "appendFileSync('held', ''); await pass('go'); return { status: 200, body: 'held' }", imports: "import { appendFileSync } from 'node:fs'\nimport { pass } from './gate'")
            .TsEvent("Late", "late", "note(input)", "infrastructure: { handler: { timeout: 1 } }")
            .Event("Clock", "clock", "var over = new TaskCompletionSource(); context.CancellationToken.Register(over.SetResult); await over.Task; Notes.Add(\"Clock\", context, input);", timeout: 2);
        await using var silo = await StartAsync();
        var holding = silo.Http.SendAsync("GET /hold");
        await _project.FileAppearsAsync("held");
        await silo.Http.EmitAsync("late", "one");
        await silo.Http.CountsBecomeAsync("Late", "0 1 0 0 0");

        // What began after it has had two seconds: its own is over.
        await silo.Http.EmitAsync("clock", 1);
        await _project.NotesAsync("Clock", 1);
        _project.Open("go");
        Assert.Equal("held", await holding.TextAsync());
        Assert.Equal(1, Assert.Single(await _project.NotesAsync("Late", 1)).Attempt);
        await silo.Http.CountsBecomeAsync("Late", "0 0 0 0 1");
    }

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
