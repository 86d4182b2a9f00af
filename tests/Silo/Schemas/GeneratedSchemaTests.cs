using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Silo.Schemas;

namespace Motia.Silo.Tests.Schemas;

public sealed class GeneratedSchemaTests
{
    private const string ForZod4 = """
        {
          "id": "01890a5d-ac96-774b-bcce-b302099a8057", "email": "ada@example.com", "count": 1, "price": 19.99, "kind": "a", "literal": null,
          "pair": ["a", 1, true], "map": { "ab": 1 }, "pet": { "type": "cat", "lives": 9 }, "maybe": null, "mood": "👍",
          "at": "2024-02-29T12:00:00Z", "node": { "value": 1, "next": { "value": 2, "next": null } }, "any": null,
          "both": { "a": "", "b": "" }, "strict": { "q": true }
        }
        """;

    private const string ForZod3 = """
        {
          "email": "ada@example.com", "count": 1, "pair": ["a", 1], "rest": ["a", 1, 2], "pet": { "type": "dog", "name": "Rex" },
          "maybe": null, "map": { "ab": 1 }, "tags": ["a", "b"], "mood": "👍"
        }
        """;

    private const string ForPydantic = """
        {
          "id": "x", "customer": "Ada", "kind": "a", "price": "1.50", "rate": 1.5, "at": "now", "pair": [1, "a"], "pet": { "type": "dog", "name": "Rex" },
          "lines": [{ "sku": "ABC-1", "count": 1, "children": [{ "sku": "ABC-2", "count": 99 }] }]
        }
        """;

    [Theory]
    [InlineData(CapturedSchemas.Zod4, ForZod4)]
    [InlineData(CapturedSchemas.Zod3, ForZod3)]
    [InlineData(CapturedSchemas.Pydantic, ForPydantic)]
    public void Captured_WhatTheToolTakes_IsValid(string schema, string instance) => Assert.Empty(Errors(schema, instance, null, null));

    [Theory]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "id", "\"x\"", "id")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "email", "\"ada@\"", "email")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "count", "9007199254740992", "count")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "price", "0.005", "price")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "literal", "2", "literal")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "tags", """["a","b","c","d"]""", "tags")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "pair", """["a",1,2]""", "pair.2")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "map", """{"a":1}""", "map.a")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "pet", """{"type":"cat"}""", "pet.lives")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "at", "\"2023-02-29T12:00:00Z\"", "at")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "mood", "\"1\"", "mood")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "node", """{"value":1,"next":{}}""", "node.next.value")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "strict", """{"q":true,"r":1}""", "strict.r")]
    [InlineData(CapturedSchemas.Zod4, ForZod4, "never", "1", "never")]
    [InlineData(CapturedSchemas.Zod3, ForZod3, "pair", """["a"]""", "pair")]
    [InlineData(CapturedSchemas.Zod3, ForZod3, "pair", """["a","b"]""", "pair.1")]
    [InlineData(CapturedSchemas.Zod3, ForZod3, "rest", """["a",1,"b"]""", "rest.2")]
    [InlineData(CapturedSchemas.Zod3, ForZod3, "tags", """["a","a"]""", "tags")]
    [InlineData(CapturedSchemas.Zod3, ForZod3, "pet", """{"type":"dog"}""", "pet.name")]
    [InlineData(CapturedSchemas.Zod3, ForZod3, "maybe", """{"a":1}""", "maybe.a")]
    [InlineData(CapturedSchemas.Zod3, ForZod3, "extra", "1", "extra")]
    [InlineData(CapturedSchemas.Pydantic, ForPydantic, "note", "1", "note")]
    [InlineData(CapturedSchemas.Pydantic, ForPydantic, "price", "\"x\"", "price")]
    [InlineData(CapturedSchemas.Pydantic, ForPydantic, "lines", """[{"sku":"abc","count":1}]""", "lines.0.sku")]
    [InlineData(CapturedSchemas.Pydantic, ForPydantic, "lines", """[{"sku":"ABC-1","count":1,"children":[{"sku":"ABC-1","count":100}]}]""", "lines.0.children.0.count")]
    [InlineData(CapturedSchemas.Pydantic, ForPydantic, "pet", """{"type":"cat","lives":"nine"}""", "pet.lives")]
    [InlineData(CapturedSchemas.Pydantic, ForPydantic, "extra", """{"a":"b"}""", "extra.a")]
    [InlineData(CapturedSchemas.Pydantic, ForPydantic, "other", "1", "other")]
    public void Captured_OneMemberWrong_IsTheOneError(string schema, string instance, string member, string value, string path) =>
        Assert.Equal([path], Errors(schema, instance, member, value).Select(error => error.Path));

    [Theory]
    [InlineData("""{"dependencies":{"a":["b"],"c":{"required":["d"]}}}""", """{"a":1}""", "b")]
    [InlineData("""{"dependencies":{"a":["b"],"c":{"required":["d"]}}}""", """{"c":1}""", "d")]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":false}""", """["a",1]""", "")]
    [InlineData("""{"$ref":"#/definitions/a","definitions":{"a":{"type":"string"}}}""", "1", "")]
    [InlineData("""{"$ref":"#/parts/a","parts":{"a":{"$id":"http://x/y","$ref":"#/own/b","own":{"b":{"type":"string"}}}}}""", "1", "")]
    [InlineData("""{"$id":"http://x/a","$ref":"#/parts/a","parts":{"a":{"$ref":"b"}},"$defs":{"b":{"$id":"b","type":"string"}}}""", "1", "")]
    public void OlderForm_IsUnderstood(string schema, string instance, string path) =>
        Assert.Equal([path], Errors(schema, instance, null, null).Select(error => error.Path));

    private static IReadOnlyList<SchemaError> Errors(string schema, string instance, string? member, string? value)
    {
        var json = JsonNode.Parse(instance)!;
        if (member is not null)
        {
            json[member] = JsonNode.Parse(value!);
        }
        using var document = JsonDocument.Parse(json.ToJsonString());
        return JsonSchema.Parse(schema).Validate(document.RootElement);
    }
}
