using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What a runner process that ends, is stuck or grows costs: no acknowledged event, no request that hangs, and nobody else's steps for long.</summary>
public sealed class RunnerCrashTests(ITestOutputHelper output) : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder().Backoff();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Kill9_OfARunnerUnderLoad_LosesNoAcknowledgedEvent_AndNoRequestHangs()
    {
        const int Kills = 3;
        const int Callers = 16;
        _project.TsApi("POST /load", "await ctx.emit({ topic: 'load', data: req.body.text }); return { status: 200, body: {} }").TsEvent("Handle", "load", "note(input)");
        await using var silo = await StartAsync();
        var acknowledged = new ConcurrentQueue<string>();
        var times = new ConcurrentQueue<TimeSpan>();
        using var ending = new CancellationTokenSource();
        var statuses = new ConcurrentDictionary<int, int>();
        var callers = Enumerable.Range(0, Callers).Select(CallAsync).ToArray();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Eventually.Is(() => acknowledged.Count >= kill * 200);
            silo.KillRunners("main.mjs");
        }

        await Eventually.Is(() => acknowledged.Count >= (Kills + 1) * 200);
        await ending.CancelAsync();
        await Task.WhenAll(callers);
        await Eventually.Finds<string>(() => [.. acknowledged.Except(_project.Notes("Handle").Select(note => note.Text))], missing => missing.Count == 0);
        output.WriteLine($"{acknowledged.Count} acknowledged; statuses {string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}"))}; the slowest request took {times.Max().TotalSeconds:F2} s.");
        Assert.Equal([200, 503], statuses.Keys.Order());
        Assert.Empty(await silo.Http.DeadLettersAsync("Handle"));

        async Task CallAsync(int caller)
        {
            for (var i = 0; !ending.IsCancellationRequested; i++)
            {
                var (text, watch) = ($"{caller}-{i}", Stopwatch.StartNew());
                using var response = await silo.Http.SendAsync("POST /load", $$"""{"text":"{{text}}"}""");
                var status = (int)response.StatusCode;
                statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
                times.Enqueue(watch.Elapsed);
                if (status == 200)
                {
                    acknowledged.Enqueue(text);
                }
                else
                {
                    Assert.NotNull(response.Header("Retry-After"));
                }
            }
        }
    }

    [Fact]
    public async Task Code_LeftBehindThatThrows_IsNamed_AndItsStepRunsAlone_WhenItEndedTwoProcesses()
    {
        _project.TsApi("GET /bomb", "setTimeout(() => { throw new Error('too late to catch') }, 0); return { status: 200, body: 'lit' }").TsApi("GET /fine", "return { status: 200, body: 'fine' }");
        await using var silo = await StartAsync();
        for (var bomb = 0; bomb < 2; bomb++)
        {
            await silo.Http.StatusBecomesAsync("GET /fine", 200);
            var runner = Assert.Single(silo.RunnersOf("main.mjs"));
            await silo.Http.StatusBecomesAsync("GET /bomb", 200);
            await Eventually.Is(() => !silo.RunnersOf("main.mjs").Contains(runner));
        }

        await silo.SaysAsync("by code that steps/GetBomb.step.ts left behind");
        await silo.SaysAsync("too late to catch");
        await Eventually.Is(() => silo.RunnersOf("main.mjs").Count == 2);
        await silo.Http.StatusBecomesAsync("GET /fine", 200);
    }

    [Fact]
    public async Task Exit_InAHandler_IsA503_AndTheOtherStepsAreServedAgain()
    {
        _project.TsApi("GET /exit", "process.exit(3)").TsApi("GET /fine", "return { status: 200, body: 'fine' }");
        await using var silo = await StartAsync();
        using var response = await silo.Http.SendAsync("GET /exit");
        Assert.Equal((503, "1"), ((int)response.StatusCode, response.Header("Retry-After")));
        await silo.SaysAsync("exit code 3");
        await silo.Http.StatusBecomesAsync("GET /fine", 200);
    }

    [Fact]
    public async Task Exit_InAnEventHandlerAgainAndAgain_EndsInTheDeadLetters_AndHurtsNobodyElse()
    {
        _project.TsEvent("Exits", "boom", "process.exit(3)", "infrastructure: { queue: { maxRetries: 1 } }").TsEvent("Fine", "fine", "note(input)").TsApi("GET /fine", "return { status: 200, body: 'fine' }");
        await using var silo = await StartAsync();
        await silo.Http.EmitAsync("boom", 1);
        var dead = Assert.Single(await silo.Http.DeadLettersAsync("Exits", 1));
        Assert.Contains("exit code 3", dead.ToJsonString(), StringComparison.Ordinal);

        // By now it has a process of its own: the others' lives.
        await silo.Http.EmitAsync("fine", "one");
        await _project.NotesAsync("Fine", 1);
        await Eventually.Is(() => silo.RunnersOf("main.mjs").Count == 2);
        var shared = silo.RunnersOf("main.mjs").Min();
        await silo.Http.EmitAsync("boom", 2);
        await silo.Http.DeadLettersAsync("Exits", 2);
        Assert.Equal(shared, silo.RunnersOf("main.mjs").Min());
    }

    [Theory]
    [InlineData("main.mjs")]
    [InlineData("main.py")]
    public async Task EndlessLoop_IsEnded_ItsCallerGetsA503_AndTheOthersAreServedAgain(string program)
    {
        _project.Write("motia.json", """{ "runners": { "stuckSeconds": 1 } }""");
        _ = program == "main.mjs"
            ? _project.TsApi("GET /loop", "while (true) { }").TsApi("GET /fine", "return { status: 200, body: 'fine' }")
            : _project.Write("steps/loop_step.py", """
                config = {"type": "api", "name": "Loop", "path": "/loop", "method": "GET"}

                async def handler(req, context):
                    while True:
                        pass
                """).Write("steps/fine_step.py", """
                config = {"type": "api", "name": "Fine", "path": "/fine", "method": "GET"}

                def handler(req, context):
                    return {"status": 200, "body": "fine"}
                """);
        await using var silo = await StartAsync();
        using var response = await silo.Http.SendAsync("GET /loop");
        Assert.Equal(503, (int)response.StatusCode);
        await silo.SaysAsync("did not answer for 1 seconds");
        await silo.Http.StatusBecomesAsync("GET /fine", 200);
    }

    [Fact]
    public async Task Handler_ThatNeverAnswers_TimesOut_IsToldToStop_AndItsProcessIsReplaced()
    {
        _project.TsApi("GET /never", "await new Promise(() => {})", "infrastructure: { handler: { timeout: 1 } }").TsApi("GET /fine", "return { status: 200, body: 'fine' }");
        await using var silo = await StartAsync();
        var before = Assert.Single(silo.RunnersOf("main.mjs"));
        Assert.Equal(500, (int)(await silo.Http.SendAsync("GET /never")).StatusCode);
        await silo.SaysAsync("ran out of its 1 seconds");
        await silo.SaysAsync("the handler of steps/GetNever.step.ts goes on 5 seconds after its time was up");
        await Eventually.Is(() => silo.RunnersOf("main.mjs").Any(id => id != before));
        await silo.Http.StatusBecomesAsync("GET /fine", 200);
    }

    [Fact]
    public async Task Signal_OfARun_FiresWhenItsTimeIsUp()
    {
        _project.TsApi("GET /waits", "await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve())); writeFileSync('told', ''); return { status: 200, body: '' }",
            "infrastructure: { handler: { timeout: 1 } }", "import { writeFileSync } from 'node:fs'");
        await using var silo = await StartAsync();
        Assert.Equal(500, (int)(await silo.Http.SendAsync("GET /waits")).StatusCode);
        await _project.FileAppearsAsync("told");
    }

    [Fact]
    public async Task Memory_AboveTheLimit_HasTheProcessReplaced_AndNoRequestFails()
    {
        _project.Write("motia.json", """{ "runners": { "memoryMb": 200 } }""")
            .TsApi("GET /leak", "kept.push(Buffer.alloc(20_000_000, 1)); return { status: 200, body: 'ok' }", imports: "const kept: Buffer[] = []");
        await using var silo = await StartAsync();
        var before = Assert.Single(silo.RunnersOf("main.mjs"));
        for (var i = 0; i < 15; i++)
        {
            await silo.Http.SendAsync("GET /leak").TextAsync();
        }

        await silo.SaysAsync("MB and may have 200");
        await Eventually.Is(() => silo.RunnersOf("main.mjs") is [var only] && only != before);
        await silo.Http.SendAsync("GET /leak").TextAsync();
    }

    [Fact]
    public async Task FloodOfLogs_IsBounded_AndTheStepsAreServedMeanwhile()
    {
        _project.TsApi("GET /flood", "for (let i = 0; i < 100_000; i++) ctx.logger.info('line ' + i, { i }); return { status: 200, body: 'done' }")
            .TsApi("GET /print", "for (let i = 0; i < 2_000; i++) console.log('printed ' + i); console.log('x'.repeat(100_000)); return { status: 200, body: 'done' }");
        await using var silo = await StartAsync();
        Assert.Equal("done", await silo.Http.SendAsync("GET /flood").TextAsync());
        Assert.Equal("done", await silo.Http.SendAsync("GET /print").TextAsync());
        await silo.SaysAsync("printed 1999");
        await silo.SaysAsync("line 0 {\"i\":0}");
        await Eventually.Is(() => silo.Error.Any(line => line.Contains("xxx", StringComparison.Ordinal) && line.Length < 17_000));
        Assert.Single(silo.Out);
        Assert.Equal("done", await silo.Http.SendAsync("GET /flood").TextAsync());
    }

    [Fact]
    public async Task Calls_BeyondThoseThatRunAndWait_AreA503_AndTheOthersAreAnswered()
    {
        _project.CloseForTs("go").Write("motia.json", """{ "runners": { "concurrency": 1 } }""")
            .TsApi("GET /held", "appendFileSync('began', '+'); await pass('go'); return { status: 200, body: 'ended' }", imports: "import { appendFileSync } from 'node:fs'\nimport { pass } from './gate'");
        await using var silo = await StartAsync();
        var first = silo.Http.SendAsync("GET /held").TextAsync();
        await _project.FileAppearsAsync("began");
        var others = Enumerable.Range(0, 3).Select(_ => silo.Http.SendAsync("GET /held")).ToList();
        for (var refused = 0; refused < 2; refused++)
        {
            var done = await Task.WhenAny(others);
            others.Remove(done);
            using var response = await done;
            Assert.Equal((503, "1"), ((int)response.StatusCode, response.Header("Retry-After")));
        }

        _project.Open("go");
        Assert.Equal("ended", await first);
        Assert.Equal("ended", await Assert.Single(others).TextAsync());
    }

    [Fact]
    public async Task Kill9_OfTheSilo_EndsItsRunners()
    {
        _project.TsApi("GET /a", "return { status: 200, body: '' }").Write("steps/b_step.py", """
            config = {"type": "noop", "name": "B"}
            """);
        await using var silo = await StartAsync();
        int[] runners = [.. silo.RunnersOf("main.mjs"), .. silo.RunnersOf("main.py")];
        Assert.Equal(2, runners.Length);
        await silo.KillAsync();
        await Eventually.Is(() => runners.All(id => !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}"))));
    }

    [Fact]
    public async Task Sigterm_LetsWhatRunsEnd_AndLeavesNoRunner()
    {
        _project.CloseForTs("go").TsApi("GET /long", "writeFileSync('began', ''); await pass('go'); return { status: 200, body: 'ended' }", imports: "import { writeFileSync } from 'node:fs'\nimport { pass } from './gate'");
        await using var silo = await StartAsync();
        var runner = Assert.Single(silo.RunnersOf("main.mjs"));
        var answer = silo.Http.SendAsync("GET /long").TextAsync();
        await _project.FileAppearsAsync("began");
        silo.SendTerminate();
        await Eventually.Answers(silo.RefusesAsync, refuses => refuses);
        _project.Open("go");
        Assert.Equal("ended", await answer);
        Assert.Equal(0, (await silo.EndAsync()).ExitCode);
        Assert.False(Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{runner}")));
    }

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
