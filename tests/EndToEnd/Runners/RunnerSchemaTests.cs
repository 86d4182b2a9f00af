using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;
using Motia.Tests.Shared;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Schemas of the libraries that people write them with are enforced by the silo.</summary>
public sealed class RunnerSchemaTests : IDisposable
{
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
        Assert.Empty(await silo.Http.StepErrorsAsync());
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
        // The class answers what the class method of a pydantic model has answered.
        _project.Write("lib/order.json", await File.ReadAllTextAsync(Repository.PathOf("runners", "python", "tests", "pydantic_2_13_order.json"))).PyApi(
            "POST /orders", "return {'status': 200, 'body': req.body}", """ "bodySchema": Order """, """
            import json
            import pathlib


            class Order:
                @classmethod
                def model_json_schema(cls):
                    return json.loads(pathlib.Path("lib/order.json").read_text())


            """);
        await using var silo = await StartAsync();
        Assert.Empty(await silo.Http.StepErrorsAsync());
        foreach (var allowed in new[]
        {
            Order("""{"sku":"ABC","price":1.5}"""),
            Order("""{"sku":"ABC","price":"12.50","colour":"blue","parts":[{"sku":"D","price":1}]}""", ""","note":null,"kind":"repeat","labels":{"a":"b"}"""),
        })
        {
            Assert.Equal(allowed, await silo.Http.SendAsync("POST /orders", allowed).CompactAsync());
        }

        foreach (var (refused, path) in new[]
        {
            ("""{"id":"1","at":"now","total":1}""", "items"),
            (Order(""), "items"),
            (Order("""{"sku":"abc","price":1}"""), "items.0.sku"),
            (Order("""{"sku":"ABCDEFGHIJKLM","price":1}"""), "items.0.sku"),
            (Order("""{"sku":"ABC","price":0}"""), "items.0.price"),
            (Order("""{"sku":"ABC","price":"-."}"""), "items.0.price"),
            (Order("""{"sku":"ABC","price":1,"colour":"green"}"""), "items.0.colour"),
            (Order("""{"sku":"ABC","price":1,"parts":[{"sku":"D"}]}"""), "items.0.parts.0.price"),
            (Order("""{"sku":"ABC","price":1}""", ""","note":7"""), "note"),
            (Order("""{"sku":"ABC","price":1}""", ""","kind":"old" """), "kind"),
            (Order("""{"sku":"ABC","price":1}""", ""","labels":{"a":1}"""), "labels.a"),
            (Order("""{"sku":"ABC","price":1}""", ""","more":true"""), "more"),
        })
        {
            var answer = (await silo.Http.SendAsync("POST /orders", refused).JsonAsync(400))!;
            Assert.Equal("Validation failed", (string?)answer["error"]);
            Assert.Contains(answer["details"]!.AsArray(), detail => ((string?)detail!["path"])!.StartsWith(path, StringComparison.Ordinal));
        }

        static string Order(string items, string more = "") =>
            $$"""{"id":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","at":"2026-01-02T03:04:05Z","items":[{{items}}],"total":1{{more}}}""";
    }

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
