using System.Text.Json;
using Motia.Silo.Schemas;

namespace Motia.Silo.Tests.Schemas;

public sealed class SchemaCompileTests
{
    [Theory]
    [InlineData("""{"type":5}""", "#/type", "it must be one of object, array, string, number, integer, boolean, null, or an array of them")]
    [InlineData("""{"type":"text"}""", "#/type", "\"type\" is \"text\"")]
    [InlineData("""{"type":[]}""", "#/type", "\"type\" is []")]
    [InlineData("""{"properties":{"a/b~":{"minimum":"x"}}}""", "#/properties/a~1b~0/minimum", "\"minimum\" is \"x\"; it must be a number")]
    [InlineData("""{"exclusiveMinimum":true}""", "#/exclusiveMinimum", "it must be a number")]
    [InlineData("""{"multipleOf":0}""", "#/multipleOf", "it must be a number greater than 0")]
    [InlineData("""{"minLength":-1}""", "#/minLength", "it must be an integer of 0 or more")]
    [InlineData("""{"maxItems":1.5}""", "#/maxItems", "it must be an integer of 0 or more")]
    [InlineData("""{"required":true}""", "#/required", "it must be an array of strings")]
    [InlineData("""{"required":[1]}""", "#/required", "it must be an array of strings")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "#/dependentRequired", "it must be an array of strings")]
    [InlineData("""{"properties":[]}""", "#/properties", "it must be an object")]
    [InlineData("""{"properties":{"a":5}}""", "#/properties/a", "is 5; a schema must be an object, true or false")]
    [InlineData("""{"allOf":[]}""", "#/allOf", "it must be an array of at least one schema")]
    [InlineData("""{"anyOf":{}}""", "#/anyOf", "it must be an array of at least one schema")]
    [InlineData("""{"enum":"a"}""", "#/enum", "it must be an array")]
    [InlineData("""{"uniqueItems":1}""", "#/uniqueItems", "it must be true or false")]
    [InlineData("""{"$defs":{"unused":{"minLength":"x"}}}""", "#/$defs/unused/minLength", "it must be an integer of 0 or more")]
    [InlineData("""{"items":[true],"prefixItems":[true]}""", "#/items", "since there is \"prefixItems\" too")]
    [InlineData("""{"$id":"#frag"}""", "#/$id", "use \"$anchor\"")]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}""", "#/$defs/b/$anchor", "each must be there only once")]
    [InlineData("[]", "#", "is []; a schema must be an object, true or false")]
    [InlineData("{", "#", "is not JSON")]
    public void Compile_InvalidSchema_NamesPlaceAndWhatIsAllowed(string schema, string location, string reason) => Refused(schema, location, reason);

    [Theory]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/nope"}}}""", "#/properties/a/$ref", "there is no \"$defs\" at #")]
    [InlineData("""{"$ref":"#nope"}""", "#/$ref", "no \"$anchor\" here is \"nope\"")]
    [InlineData("""{"$ref":"#/required","required":["a"]}""", "#/$ref", "no schema is there")]
    [InlineData("""{"$ref":5}""", "#/$ref", "it must be a string")]
    [InlineData("""{"$ref":"#"}""", "#", "(# → #)")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[true,{"$ref":"#/$defs/a"}]}}}""", "#/$defs/a", "#/$defs/a → #/$defs/b → #/$defs/b/anyOf/1 → #/$defs/a")]
    [InlineData("""{"if":true,"then":{"not":{"$ref":"#"}}}""", "#", "refers to itself without end")]
    public void Compile_BrokenReference_NamesIt(string schema, string location, string reason) => Refused(schema, location, reason);

    [Theory]
    [InlineData("""{"items":{"$ref":"https://example.com/order.json"}}""", "#/items/$ref", "remote references are not implemented: copy that schema into \"$defs\"")]
    [InlineData("""{"$ref":"order.json#/x"}""", "#/$ref", "remote references are not implemented")]
    [InlineData("""{"items":{"$dynamicRef":"#x"}}""", "#/items/$dynamicRef", "\"$dynamicRef\" is not implemented; use \"$ref\"")]
    [InlineData("""{"$defs":{"a":{"$dynamicAnchor":"x"}}}""", "#/$defs/a/$dynamicAnchor", "\"$dynamicAnchor\" is not implemented; use \"$anchor\"")]
    [InlineData("""{"$recursiveRef":"#"}""", "#/$recursiveRef", "is not implemented; use \"$ref\": \"#\"")]
    [InlineData("""{"$recursiveAnchor":true}""", "#/$recursiveAnchor", "is not implemented")]
    [InlineData("""{"$vocabulary":{}}""", "#/$vocabulary", "is not implemented; leave it out")]
    [InlineData("""{"$schema":"https://example.com/mine"}""", "#/$schema", "leave it out, or use one of https://json-schema.org/draft/2020-12/schema")]
    public void Compile_NotImplemented_NamesKeywordPlaceAndWhatToDo(string schema, string location, string reason) => Refused(schema, location, reason);

    [Theory]
    [InlineData("""{"properties":{"$dynamicRef":{"type":"string"},"$vocabulary":true}}""")]
    [InlineData("""{"const":{"$dynamicRef":"#x"},"enum":[{"$ref":"#/nope"}],"default":{"$ref":"#"}}""")]
    [InlineData("""{"nullable":true,"x-anything":{"$ref":"#/nope"},"format":"email","contentEncoding":"base64","title":"t"}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#"}""")]
    public void Compile_WordsThatAreNoKeywordsThere_AreAnnotations(string schema) => Assert.NotNull(JsonSchema.Parse(schema));

    [Fact]
    public void Compile_ReferencesInALongChain_AreRefusedBeforeTheyUseUpTheStack()
    {
        var links = Enumerable.Range(0, 10_000).Select(i => $"\"d{i}\":{{\"$ref\":\"#/$defs/d{i + 1}\"}}");
        Refused($"{{\"$defs\":{{{string.Join(',', links)},\"d10000\":true}}}}", null, "chain of more than 128 references");
    }

    [Fact]
    public void Compile_RecursiveSchema_ValidatesToAnyDepth()
    {
        var schema = JsonSchema.Parse("""{"properties":{"next":{"$ref":"#"},"value":{"type":"number"}},"required":["value"]}""");
        var deep = """{"value":"no"}""";
        for (var i = 0; i < 60; i++)
        {
            deep = $$"""{"value":1,"next":{{deep}}}""";
        }
        using var document = JsonDocument.Parse(deep);
        var error = Assert.Single(schema.Validate(document.RootElement));
        Assert.Equal(string.Concat(Enumerable.Repeat("next.", 60)) + "value", error.Path);
    }

    [Fact]
    public void Compile_DocumentDisposedAfterwards_StillValidates()
    {
        JsonSchema schema;
        using (var document = JsonDocument.Parse("""{"enum":[{"a":[1,2]}]}"""))
        {
            schema = JsonSchema.Compile(document.RootElement);
        }
        using var instance = JsonDocument.Parse("""{"a":[1.0,2e0]}""");
        Assert.True(schema.IsValid(instance.RootElement));
        Assert.Equal("""{"enum":[{"a":[1,2]}]}""", schema.Source.GetRawText());
    }

    private static void Refused(string schema, string? location, string reason)
    {
        var refusal = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(schema));
        Assert.Equal(location ?? refusal.Location, refusal.Location);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal($"{refusal.Location}: {refusal.Reason}", refusal.Message);
    }
}
