using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What configs of Motia projects say is told by the catalog, and makes the graph of their flows.</summary>
public sealed class RunnerConfigTests(RunnerConfigTests.Shared shared) : IClassFixture<RunnerConfigTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.WithZod("zod-4")
            .Write("services/orders.ts", "export const limit = 70\n")
            .Write("steps/place.step.ts", """
                import { ApiRouteConfig, Handlers } from 'motia'
                import { z } from 'zod'

                export const config: ApiRouteConfig = {
                  name: 'Place order',
                  type: 'api',
                  description: '🚀 Takes an order – größer',
                  path: '/orders/:orderId/place',
                  method: 'POST',
                  flows: ['shop'],
                  emits: [{ topic: 'order/placed', label: 'Placed' }, { topic: 'order/refused', label: 'Refused', conditional: true }],
                  virtualSubscribes: ['/shop'],
                  includeFiles: ['../services/orders.ts', './prices.json'],
                  queryParams: [{ name: 'dry', description: 'Only tries' }, { name: 'note' }],
                  bodySchema: z.object({ total: z.number().describe('In cents') }),
                  responseSchema: { 201: z.object({ id: z.string() }), 404: z.object({ error: z.string() }), 200: z.object({ order: z.any().optional() }) },
                }

                export const handler: Handlers['PlaceOrder'] = async () => ({ status: 201, body: { id: '1' } })
                """)
            .Write("steps/judge.step.ts", """
                import { EventConfig, Handlers } from 'motia'

                export const config: EventConfig = {
                  type: 'event', name: 'Judge', flows: ['shop'], subscribes: ['order/placed', 'order/refused'], input: null, emits: [],
                  virtualEmits: [{ topic: 'approval.required', label: 'Needs a person' }],
                }

                export const handler: Handlers['Judge'] = async () => {}
                """)
            .Write("steps/start.step.ts", """
                import { NoopConfig } from 'motia'

                export const config: NoopConfig = { type: 'noop', name: 'Flow starter', virtualSubscribes: [], virtualEmits: ['/shop'], flows: ['shop'] }
                """)
            .Write("steps/sweep.step.ts", """
                import { CronConfig, Handlers } from 'motia'

                export const config: CronConfig = { type: 'cron', name: 'Sweep', cron: '*/5 * * * *', flows: ['shop'], emits: [{ topic: 'swept', label: 'Swept' }] }

                export const handler: Handlers['Sweep'] = async () => {}
                """)
            .Write("steps/py_step.py", """
                config = {
                    "type": "event",
                    "name": "Note it",
                    "description": "Größer ☠️",
                    "subscribes": ["swept"],
                    "virtualSubscribes": ["approval.required"],
                    "emits": [],
                    "flows": ["shop"],
                    "input": None,
                }


                async def handler(input, ctx):
                    pass
                """);
    }

    [Fact]
    public async Task Catalog_OfAnApiStep_HasWhatItsConfigSays()
    {
        var step = await StepAsync("Place order");
        Assert.Equal(("🚀 Takes an order – größer", "POST", "/orders/:orderId/place"), ((string?)step["description"], (string?)step["method"], (string?)step["path"]));
        Assert.Equal("""[{"topic":"order/placed","label":"Placed","conditional":false},{"topic":"order/refused","label":"Refused","conditional":true}]""", step["emits"].Compact());
        Assert.Equal("""["/shop"]""", step["virtualSubscribes"].Compact());
        Assert.Equal("""["../services/orders.ts","./prices.json"]""", step["includeFiles"].Compact());
        Assert.Equal("""[{"name":"dry","description":"Only tries"},{"name":"note"}]""", step["queryParams"].Compact());
        Assert.Equal("In cents", (string?)step["bodySchema"]!["properties"]!["total"]!["description"]);
        Assert.Equal(["200", "201", "404"], step["responseSchema"]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.Equal("string", (string?)step["responseSchema"]!["404"]!["properties"]!["error"]!["type"]);
    }

    [Theory]
    [InlineData("Judge", """["order/placed","order/refused"]""")]
    [InlineData("Note it", """["swept"]""")]
    public async Task Catalog_OfAnEventStepWhoseInputIsNull_HasNoSchema(string name, string topics)
    {
        var step = await StepAsync(name);
        Assert.Equal(topics, step["subscribes"].Compact());
        Assert.Null(step["input"]);
    }

    [Fact]
    public async Task Flow_HasEveryEdge_WithItsVariantAndLabel()
    {
        var flow = (await shared.Http.SendAsync("GET /__motia/flows/shop").JsonAsync())!;
        Assert.Equal(5, flow["steps"]!.AsArray().Count);
        Assert.Equal(
            [
                "Flow starter -> Place order: /shop virtual ", "Judge -> Note it: approval.required virtual Needs a person", "Place order -> Judge: order/placed event Placed",
                "Place order -> Judge: order/refused event Refused", "Sweep -> Note it: swept event Swept",
            ],
            flow["edges"]!.AsArray().Select(edge => $"{edge!["source"]} -> {edge["target"]}: {edge["topic"]} {edge["variant"]} {edge["label"]}").Order(StringComparer.Ordinal));
    }

    private async Task<JsonNode> StepAsync(string name)
    {
        Assert.Empty(await shared.Http.StepErrorsAsync());
        return await shared.Http.CatalogStepAsync(name);
    }
}
