using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Schemas of the libraries that people write them with are enforced by the silo.</summary>
public sealed class RunnerSchemaTests : IDisposable
{
    // What Order.model_json_schema() answered under pydantic 2.13, for a model with a recursive list, constraints, an enum and unions.
    private const string PydanticOrder = """
        {
            "$defs": {
                "Colour": {"enum": ["red", "blue"], "title": "Colour", "type": "string"},
                "Item": {
                    "properties": {
                        "sku": {"maxLength": 12, "pattern": "^[A-Z]+$", "title": "Sku", "type": "string"},
                        "price": {
                            "anyOf": [{"exclusiveMinimum": 0.0, "type": "number"}, {"pattern": "^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$", "type": "string"}],
                            "title": "Price",
                        },
                        "colour": {"$ref": "#/$defs/Colour", "default": "red"},
                        "parts": {"default": [], "items": {"$ref": "#/$defs/Item"}, "title": "Parts", "type": "array"},
                    },
                    "required": ["sku", "price"],
                    "title": "Item",
                    "type": "object",
                },
            },
            "additionalProperties": False,
            "properties": {
                "items": {"items": {"$ref": "#/$defs/Item"}, "minItems": 1, "title": "Items", "type": "array"},
                "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None, "description": "Why", "title": "Note"},
                "kind": {"default": "new", "enum": ["new", "repeat"], "title": "Kind", "type": "string"},
            },
            "required": ["items"],
            "title": "Order",
            "type": "object",
        }
        """;

    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("zod-3")]
    [InlineData("zod-4")]
    public async Task Zod_AsBodySchema_LetsThroughWhatItAllows_AndRefusesTheRestWithItsPath(string zod)
    {
        _project.WithZod(zod).TsApi("POST /orders", "return { status: 200, body: req.body }", """
            bodySchema: z.object({
              sku: z.string().min(2).max(5),
              count: z.number().int().positive(),
              kind: z.enum(['new', 'repeat']).default('new'),
              note: z.string().nullable().optional(),
              parts: z.array(z.object({ id: z.string() })).optional(),
            })
            """, "import { z } from 'zod'");
        await using var silo = await StartAsync();
        Assert.Empty((await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync())!["errors"]!.AsArray());
        foreach (var allowed in new[] { """{"sku":"AB","count":1}""", """{"sku":"ABCDE","count":2,"kind":"repeat","note":null,"parts":[{"id":"1"}]}""", """{"sku":"AB","count":1,"more":true}""" })
        {
            Assert.Equal(allowed, await silo.Http.SendAsync("POST /orders", allowed).CompactAsync());
        }

        foreach (var (refused, path) in new[]
        {
            ("""{"count":1}""", "sku"),
            ("""{"sku":"A","count":1}""", "sku"),
            ("""{"sku":"ABCDEF","count":1}""", "sku"),
            ("""{"sku":"AB","count":1.5}""", "count"),
            ("""{"sku":"AB","count":0}""", "count"),
            ("""{"sku":"AB","count":1,"kind":"old"}""", "kind"),
            ("""{"sku":"AB","count":1,"note":7}""", "note"),
            ("""{"sku":"AB","count":1,"parts":[{"id":"1"},{"id":2}]}""", "parts.1.id"),
        })
        {
            var answer = (await silo.Http.SendAsync("POST /orders", refused).JsonAsync(400))!;
            Assert.Equal("Validation failed", (string?)answer["error"]);
            Assert.Contains(path, answer["details"]!.AsArray().Select(detail => (string?)detail!["path"]));
        }
    }

    [Theory]
    [InlineData("zod-3")]
    [InlineData("zod-4")]
    public async Task Zod_AsInputOfAnEvent_MakesWhatItRefusesADeadLetterAtOnce(string zod)
    {
        _project.WithZod(zod).TsEvent("Takes", "topic", "note(input.text)", "input: z.object({ text: z.string() })", "import { z } from 'zod'");
        await using var silo = await StartAsync();
        await silo.Http.EmitAsync("topic", new JsonObject { ["text"] = 7 });
        await silo.Http.EmitAsync("topic", new JsonObject { ["text"] = "right" });
        var letter = Assert.Single(await silo.Http.DeadLettersAsync("Takes", 1));
        var attempt = Assert.Single(letter["attempts"]!.AsArray())!;
        Assert.Contains("text", attempt.Compact(), StringComparison.Ordinal);
        await silo.Http.CountsBecomeAsync("Takes", "0 0 0 1 1");
        Assert.Equal(["right"], _project.Notes("Takes").Select(note => note.Text));
    }

    [Fact]
    public async Task Pydantic_AsBodySchema_IsEnforced_WithItsReferencesAndPatterns()
    {
        _project.Write("steps/order_step.py", $$"""
            class Order:
                @classmethod
                def model_json_schema(cls):
                    return SCHEMA


            SCHEMA = {{PydanticOrder}}

            config = {"type": "api", "name": "Order", "path": "/orders", "method": "POST", "bodySchema": Order}


            def handler(req, context):
                return {"status": 200, "body": req["body"]}
            """);
        await using var silo = await StartAsync();
        Assert.Empty((await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync())!["errors"]!.AsArray());
        foreach (var allowed in new[]
        {
            """{"items":[{"sku":"ABC","price":1.5}]}""",
            """{"items":[{"sku":"ABC","price":"12.50","colour":"blue","parts":[{"sku":"D","price":1}]}],"note":null,"kind":"repeat"}""",
        })
        {
            Assert.Equal(allowed, await silo.Http.SendAsync("POST /orders", allowed).CompactAsync());
        }

        foreach (var refused in new[]
        {
            """{}""",
            """{"items":[]}""",
            """{"items":[{"sku":"abc","price":1}]}""",
            """{"items":[{"sku":"ABC","price":0}]}""",
            """{"items":[{"sku":"ABC","price":"-."}]}""",
            """{"items":[{"sku":"ABC","price":1,"colour":"green"}]}""",
            """{"items":[{"sku":"ABC","price":1,"parts":[{"sku":"D"}]}]}""",
            """{"items":[{"sku":"ABC","price":1}],"note":7}""",
            """{"items":[{"sku":"ABC","price":1}],"kind":"old"}""",
            """{"items":[{"sku":"ABC","price":1}],"more":true}""",
        })
        {
            Assert.Equal("Validation failed", (string?)(await silo.Http.SendAsync("POST /orders", refused).JsonAsync(400))!["error"]);
        }
    }

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
