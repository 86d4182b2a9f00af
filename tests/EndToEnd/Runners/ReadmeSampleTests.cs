using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Pairs of an api step and an event step as Motia projects have them, in each language, and mixed with C# in one flow.</summary>
public sealed class ReadmeSampleTests(ReadmeSampleTests.Shared shared) : IClassFixture<ReadmeSampleTests.Shared>
{
    private static readonly string[] Mixed = ["PostMixed", "MixedTs", "MixedPy", "MixedJs", "MixedCs"];

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Write("steps/ts/send.step.ts", """
                import type { ApiRouteConfig, Handlers } from 'motia'

                export const config: ApiRouteConfig = { type: 'api', name: 'TsSend', path: '/ts', method: 'POST', emits: ['ts.sent'] }

                export const handler: Handlers['TsSend'] = async (req, { emit }) => {
                  await emit({ topic: 'ts.sent', data: { text: req.body.text } })
                  return { status: 200, body: { ok: true } }
                }
                """)
            .Write("steps/ts/process.step.ts", """
                import type { EventConfig, Handlers } from 'motia'

                export const config: EventConfig = { type: 'event', name: 'TsProcess', subscribes: ['ts.sent'] }

                export const handler: Handlers['TsProcess'] = async (input, { logger, state }) => {
                  logger.info('Processing message', input)
                  await state.set('done', 'ts', input)
                }
                """)
            .Write("steps/js/send.step.js", """
                const config = { type: 'api', name: 'JsSend', path: '/js', method: 'POST', emits: ['js.sent'] }

                const handler = async (req, { emit }) => {
                  await emit({ topic: 'js.sent', data: { text: req.body.text } })
                  return { status: 200, body: { ok: true } }
                }

                module.exports = { config, handler }
                """)
            .Write("steps/js/process.step.js", """
                export const config = { type: 'event', name: 'JsProcess', subscribes: ['js.sent'] }

                export const handler = async (input, { state }) => {
                  await state.set('done', 'js', input)
                }
                """)
            .Write("steps/py/send_step.py", """
                config = {"type": "api", "name": "PySend", "path": "/py", "method": "POST", "emits": ["py.sent"]}

                async def handler(req, context):
                    await context.emit({"topic": "py.sent", "data": {"text": req["body"]["text"]}})
                    return {"status": 200, "body": {"ok": True}}
                """)
            .Write("steps/py/process_step.py", """
                config = {"type": "event", "name": "PyProcess", "subscribes": ["py.sent"]}

                async def handler(input, context):
                    context.logger.info("Processing message", input)
                    await context.state.set("done", "py", input)
                """)
            .Api("POST /mixed", """await context.EmitAsync("mixed.one", request.Body); return ApiResponse.Json(200, new { ok = true });""", """Emits = ["mixed.one"],""")
            .TsEvent("MixedTs", "mixed.one", "await ctx.emit({ topic: 'mixed.two', data: { ...input, seen: [...input.seen, 'ts'] } })", "emits: ['mixed.two']")
            .Write("steps/mixed_step.py", """
                config = {"type": "event", "name": "MixedPy", "subscribes": ["mixed.two"], "emits": ["mixed.three"]}

                def handler(input, context):
                    return context.emit({"topic": "mixed.three", "data": {**input, "seen": input["seen"] + ["py"]}})
                """)
            .Write("steps/mixed.step.js", """
                export default {
                  config: { type: 'event', name: 'MixedJs', subscribes: ['mixed.three'], emits: [] },
                  handler: async (input, { emit }) => emit({ topic: 'mixed.four', data: { ...input, seen: [...input.seen, 'js'] } }),
                }
                """)
            .Event("MixedCs", "mixed.four", """await context.State.SetAsync("done", "mixed", input);""")
            .Api("GET /done/:key", """return ApiResponse.Json(200, await context.State.GetAsync<JsonNode>("done", request.PathParams["key"]));""");
    }

    [Theory]
    [InlineData("ts")]
    [InlineData("js")]
    [InlineData("py")]
    public async Task Pair_ApiStepEmits_AndTheEventStepHandlesIt(string language)
    {
        Assert.Equal("""{"ok":true}""", await shared.Http.SendAsync($"POST /{language}", """{"text":"hello ☃"}""").CompactAsync());
        await Eventually.Answers(() => shared.Http.SendAsync($"GET /done/{language}").CompactAsync(), done => done == """{"text":"hello ☃"}""");
    }

    [Fact]
    public async Task Flow_PassesThroughAllFourLanguages_InOneRun()
    {
        using var response = await shared.Http.SendAsync("POST /mixed", """{"seen":["cs"]}""");
        await Eventually.Answers(() => shared.Http.SendAsync("GET /done/mixed").CompactAsync(), done => done == """{"seen":["cs","ts","py","js"]}""");
        var trace = response.Header("x-trace-id");
        await shared.Http.StatusBecomesAsync($"GET /__motia/traces/{trace}", 200);
        await Eventually.Answers(
            () => shared.Http.SendAsync($"GET /__motia/traces/{trace}").CompactAsync(),
            run => Mixed.All(step => run.Contains($"\"{step}\"", StringComparison.Ordinal)) && run.Contains("\"completed\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Catalog_NamesEachStepsLanguage()
    {
        var steps = (await shared.Http.SendAsync("GET /__motia/catalog").JsonAsync())!["steps"]!.AsArray();
        string[] found = [.. steps.Select(step => $"{step!["name"]} {step["language"]}").Where(step => step.StartsWith("Mixed", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(["MixedCs csharp", "MixedJs javascript", "MixedPy python", "MixedTs typescript"], found);
    }
}
