using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Handlers that parse what they got with the schema that their config names: the silo checks it and leaves it as it was sent, the handler's own zod does the rest.</summary>
public abstract class RunnerParseTests(RunnerParseTests.Shared shared)
{
    public abstract class Shared(string zod) : SharedSilo
    {
        private const string Imports = "import { z } from 'zod'\nimport { changes, order } from '../services/order-types'";

        protected override void Write(ProjectFolder project) => project.WithZod(zod)
            .Write("services/order-types.ts", """
                import { z } from 'zod'

                export const kind = z.enum(['low', 'medium', 'high'])

                export const order = z.object({
                  title: z.string().min(1, 'Title cannot be empty').refine((title) => title !== 'forbidden', 'Title is forbidden'),
                  kind: kind.optional().default('medium'),
                  count: z.number().optional().default(1).describe('How many'),
                  payload: z.record(z.string(), z.any()).optional(),
                  note: z.string().optional(),
                })

                export const changes = z.object({ title: z.string().optional(), reason: z.string().optional() })
                """)
            .TsApi("POST /orders", """
                try {
                  return { status: 201, body: { sent: req.body, parsed: order.parse(req.body) } }
                } catch (error) {
                  if (error instanceof z.ZodError) {
                    return { status: 422, body: { error: 'Refused: ' + error.issues.map((issue) => issue.message).join(', ') } }
                  }
                  throw error
                }
                """, "bodySchema: order", Imports)
            .TsApi("POST /uncaught", "return { status: 201, body: order.parse(req.body) }", "bodySchema: order", Imports)
            .TsApi(
                "GET /orders", "const { success, data } = order.shape.kind.safeParse(req.queryParams.kind); return { status: 200, body: { success, data, none: req.queryParams.none === undefined } }", "", Imports)
            .TsApi("PATCH /orders/:id", "const { title = 'as it was' } = req.body; return { status: 200, body: { id: req.pathParams.id, title, got: req.body } }", "bodySchema: changes", Imports)
            .TsApi("DELETE /orders/:id", "const { reason = 'by hand' } = req.body || {}; return { status: 200, body: { id: req.pathParams.id, reason } }", "bodySchema: changes", Imports)
            .TsApi("GET /broken/:status", "return { status: Number(req.pathParams.status), body: { other: 1 } }", "responseSchema: { 200: order, 404: z.object({ error: z.string() }) }", Imports)
            .TsEvent("Takes", "topic", "note(JSON.stringify(input))", "input: order", Imports);
    }

    [Fact]
    public async Task Body_IsCheckedAndLeftAsItWasSent_ForTheHandlerToParse_WhoseErrorsItCatches()
    {
        Assert.Equal(
            """{"sent":{"title":"a","more":true},"parsed":{"title":"a","kind":"medium","count":1}}""", await shared.Http.SendAsync("POST /orders", """{"title":"a","more":true}""").CompactAsync(201));
        const string Full = """{"title":"a","kind":"low","count":0,"payload":{"a":null,"b":[1]},"note":""}""";
        Assert.Equal(Full, (await shared.Http.SendAsync("POST /orders", Full).JsonAsync(201))!["parsed"].Compact());
        Assert.Equal("""{"error":"Refused: Title is forbidden"}""", await shared.Http.SendAsync("POST /orders", """{"title":"forbidden"}""").CompactAsync(422));
        Assert.Contains("Validation failed", await shared.Http.SendAsync("POST /orders", """{"title":""}""").TextAsync(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParseError_ThatNobodyCatches_IsA500_AndTheLogTellsWhy()
    {
        Assert.Contains("Internal server error", await shared.Http.SendAsync("POST /uncaught", """{"title":"forbidden"}""").TextAsync(500), StringComparison.Ordinal);
        Assert.Contains("Title is forbidden", await shared.Silo.SaysAsync("ZodError"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatIsNotSent_IsAnEmptyObject_WhichTheSchemaDecidesAbout()
    {
        Assert.Equal("""{"id":"7","title":"as it was","got":{}}""", await shared.Http.SendAsync("PATCH /orders/7").CompactAsync());
        Assert.Equal("""{"id":"7","reason":"by hand"}""", await shared.Http.SendAsync("DELETE /orders/7").CompactAsync());
        Assert.Equal("""{"id":"7","reason":"sold"}""", await shared.Http.SendAsync("DELETE /orders/7", """{"reason":"sold"}""").CompactAsync());
        Assert.Contains("\"path\":\"reason\"", await shared.Http.SendAsync("DELETE /orders/7", """{"reason":1}""").TextAsync(400), StringComparison.Ordinal);
        Assert.Contains("\"path\":\"title\"", await shared.Http.SendAsync("POST /orders").TextAsync(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_IsText_ThatTheHandlerChecks_AndWhatIsNotThereIsUndefined()
    {
        Assert.Equal("""{"success":true,"data":"high","none":true}""", await shared.Http.SendAsync("GET /orders?kind=high").CompactAsync());
        Assert.Equal("""{"success":false,"none":true}""", await shared.Http.SendAsync("GET /orders?kind=urgent").CompactAsync());
        Assert.Equal("""{"success":true,"data":"medium","none":true}""", await shared.Http.SendAsync("GET /orders").CompactAsync());
    }

    [Fact]
    public async Task Input_OfAnEvent_IsAsItWasEmitted_WithoutDefaultsAndWithMoreMembers()
    {
        await shared.Http.EmitAsync("topic", new JsonObject { ["title"] = "a", ["_again"] = true });
        Assert.Equal("""{"title":"a","_again":true}""", Assert.Single(await shared.Project.NotesAsync("Takes", 1)).Text);
    }

    [Fact]
    public async Task Answer_ThatIsNotWhatTheResponseSchemaSays_IsSentAllTheSame()
    {
        foreach (var status in new[] { 200, 404, 409 })
        {
            Assert.Equal("""{"other":1}""", await shared.Http.SendAsync($"GET /broken/{status}").CompactAsync(status));
        }
    }
}

public sealed class Zod3ParseTests(Zod3ParseTests.Zod3 shared) : RunnerParseTests(shared), IClassFixture<Zod3ParseTests.Zod3>
{
    public sealed class Zod3() : Shared("zod-3");
}

public sealed class Zod4ParseTests(Zod4ParseTests.Zod4 shared) : RunnerParseTests(shared), IClassFixture<Zod4ParseTests.Zod4>
{
    public sealed class Zod4() : Shared("zod-4");
}
