using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Runs of several steps in runners: one trace id, the state of the run, one topic with many steps and one step with many topics.</summary>
public sealed class RunnerFlowTests(RunnerFlowTests.Shared shared) : IClassFixture<RunnerFlowTests.Shared>
{
    private const string Never = "0 0 29 2 *";
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Backoff()
            .TsApi("POST /process", """
                const { traceId, state, emit } = ctx
                await state.set(traceId, 'text', req.body.text)
                await emit({ topic: 'process', data: { text: req.body.text, by: { name: 'ann' } } })
                return { status: 200, body: { traceId } }
                """, "emits: ['process']")
            .TsEvent("Words", "process", "await ctx.emit({ topic: 'counted', data: { kind: 'words', result: input.text.split(' ').length } })", "emits: ['counted']")
            .TsEvent("Letters", "process", "const { text, ...rest } = input; await ctx.emit({ topic: 'counted', data: { kind: 'letters', result: text.length, ...rest } })", "emits: ['counted']")
            .PyEvent("Reads", "process", """await context.emit({"topic": "read", "data": {"kind": "reads", "result": await context.state.get(context.trace_id, "text"), "by": input.get("by")}})""", """ "emits": ["read"] """)
            .Write("steps/collect.step.ts", """
                import { note } from './notes'

                export const config = { type: 'event', name: 'Collect', subscribes: ['counted', 'read'], emits: [] }

                export const handler = async (input: any, ctx: any) => {
                  await ctx.state.set(ctx.traceId, `result-${input.kind}`, input.result)
                  note('Collect', ctx, JSON.stringify(input))
                }
                """)
            .TsEvent("Rejects", "rejects", "note('tried'); if (ctx.delivery.attempt < 2) return Promise.reject(new Error('rejected, not thrown'))")
            .TsCron("Sweep", Never, "await ctx.emit({ topic: 'swept', data: { count: 0, at: new Date(0) } })", "emits: [{ topic: 'swept', label: 'Swept' }]")
            .TsEvent("Swept", "swept", "note(JSON.stringify(input))", "emits: []");
    }

    [Fact]
    public async Task Run_ThroughStepsOfOneTopicAndOfMany_HasOneTraceIdAndOneState()
    {
        using var response = await _http.SendAsync("POST /process", """{"text":"two words"}""");
        var traceId = response.Header("x-trace-id")!;
        Assert.Equal($$"""{"traceId":"{{traceId}}"}""", await response.Content.ReadAsStringAsync());
        var notes = await shared.Project.NotesAsync("Collect", 3);
        Assert.All(notes, note => Assert.Equal(traceId, note.TraceId));
        Assert.Equal(
            ["""{"kind":"letters","result":9,"by":{"name":"ann"}}""", """{"kind":"reads","result":"two words","by":{"name":"ann"}}""", """{"kind":"words","result":2}"""],
            notes.Select(note => note.Text).Order(StringComparer.Ordinal));
        await CompletesAsync(traceId, ["Collect", "Collect", "Collect", "Letters", "PostProcess", "Reads", "Words"]);
        var items = (await _http.SendAsync($"GET /__motia/state?group={traceId}").JsonAsync())!["items"]!.AsArray();
        Assert.Equal(["result-letters 9", "result-reads two words", "result-words 2", "text two words"], items.Select(item => $"{item!["key"]} {item["value"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Handler_WhosePromiseIsRejected_HasFailed_AndIsTriedAgain()
    {
        await _http.EmitAsync("rejects", 1);
        Assert.Equal([1, 2], (await shared.Project.NotesAsync("Rejects", 2)).Select(note => note.Attempt));
        await _http.CountsBecomeAsync("Rejects", "0 0 0 0 1");
        Assert.Contains("Rejects.step.ts:7:", await shared.Silo.SaysAsync("Error: rejected, not thrown"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cron_Emits_AndItsEventIsOfItsRun()
    {
        var traceId = (string)(await _http.SendAsync("POST /__motia/cron/run?step=Sweep").JsonAsync())!["traceId"]!;
        var note = Assert.Single(await shared.Project.NotesAsync("Swept", 1));
        Assert.Equal((traceId, """{"count":0,"at":"1970-01-01T00:00:00.000Z"}"""), (note.TraceId, note.Text));
        await CompletesAsync(traceId, ["Sweep", "Swept"]);
    }

    private Task<JsonNode> CompletesAsync(string traceId, string[] steps) => _http.TraceAsync(
        traceId,
        run => (string?)run["status"] == "completed" && steps.SequenceEqual(run["steps"]!.AsArray().Select(step => (string)step!["step"]!).Order(StringComparer.Ordinal)));
}
