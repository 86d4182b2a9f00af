using System.Text.Json;
using Motia.Silo.Schemas;

namespace Motia.Silo.Tests.Schemas;

public sealed class SchemaErrorTests
{
    private const string Order = """
        {
          "type": "object",
          "properties": {
            "customer": { "type": "string", "minLength": 2, "maxLength": 10, "pattern": "^[A-Z]" },
            "items": {
              "type": "array", "minItems": 1, "uniqueItems": true,
              "items": { "type": "object", "properties": { "name": { "type": "string" }, "count": { "type": "integer", "minimum": 1 } }, "required": ["name"] }
            },
            "state": { "enum": ["open", "closed"] }
          },
          "required": ["customer"],
          "additionalProperties": false
        }
        """;

    [Theory]
    [InlineData("""{"customer":"Ada"}""")]
    [InlineData("5", "", "is 5; it must be an object")]
    [InlineData("[1]", "", "is an array of 1 item; it must be an object")]
    [InlineData("{}", "customer", "is missing; it is required")]
    [InlineData("""{"customer":null}""", "customer", "is null; it must be a string")]
    [InlineData("""{"customer":"A"}""", "customer", "has 1 character; it must have at least 2")]
    [InlineData("""{"customer":"Abcdefghijk"}""", "customer", "has 11 characters; it must have at most 10")]
    [InlineData("""{"customer":"ada"}""", "customer", "is \"ada\"; it must match the pattern ^[A-Z]")]
    [InlineData("""{"customer":"Ada","items":[]}""", "items", "has 0 items; it must have at least 1")]
    [InlineData("""{"customer":"Ada","items":[{"name":5}]}""", "items.0.name", "is 5; it must be a string")]
    [InlineData("""{"customer":"Ada","items":[{"name":"x"},{"name":"y","count":0}]}""", "items.1.count", "is 0; it must be at least 1")]
    [InlineData("""{"customer":"Ada","items":[{"name":"x","count":1.5}]}""", "items.0.count", "is 1.5; it must be an integer")]
    [InlineData("""{"customer":"Ada","items":[{"count":1}]}""", "items.0.name", "is missing; it is required")]
    [InlineData("""{"customer":"Ada","items":[{"name":"x"},{"name":"x"}]}""", "items", "has equal items at 0 and 1; each must be there only once")]
    [InlineData("""{"customer":"Ada","state":"done"}""", "state", """is "done"; it must be one of "open", "closed" """)]
    [InlineData("""{"customer":"Ada","size":1}""", "size", """is not a known member; allowed are "customer", "items", "state" """)]
    [InlineData("""{"a":1,"customer":7}""", "a", """is not a known member; allowed are "customer", "items", "state" """, "customer", "is 7; it must be a string")]
    public void Validate_Order_NamesPathAndWhatIsAllowed(string instance, params string[] expected) => Verify(Order, instance, expected);

    [Theory]
    [InlineData("""{"type":["string","null"]}""", "5", "", "is 5; it must be a string or null")]
    [InlineData("""{"type":["number","integer"]}""", "true", "", "is true; it must be a number")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "5", "", "is 5; it must be a string or null")]
    [InlineData("""{"anyOf":[{"properties":{"n":{"type":"string"}},"type":"object"},{"type":"null"}]}""", """{"n":1}""", "n", "is 1; it must be a string")]
    [InlineData("""{"anyOf":[{"properties":{"n":{"enum":["a","b"]}},"type":"object"},{"type":"null"}]}""", """{"n":1}""", "n", """is 1; it must be one of "a", "b" """)]
    [InlineData("""{"oneOf":[{"properties":{"k":{"const":"a"},"x":{"type":"number"}}},{"properties":{"k":{"const":"b"}}}]}""", """{"k":"a","x":""}""", "x", "is \"\"; it must be a number")]
    [InlineData("""{"oneOf":[{"properties":{"k":{"const":"a"}}},{"properties":{"k":{"const":"b"}}}]}""", """{"k":"c"}""", "", """fits none of the 2 allowed forms: "k" is "c"; it must be "a"; or: "k" is "c"; it must be "b" """)]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":5}]}""", "7", "", "fits forms 1 and 2 of \"oneOf\"; it must fit exactly one")]
    [InlineData("""{"not":{"enum":["root"]}}""", "\"root\"", "", """is "root"; it must not fit {"enum":["root"]}""")]
    [InlineData("""{"contains":{"type":"string"}}""", "[1]", "", "has 0 items of the form in \"contains\"; it must have at least 1")]
    [InlineData("""{"prefixItems":[true],"items":false}""", "[1,2,3]", "", "has 3 items; it must have at most 1")]
    [InlineData("""{"properties":{"old":false}}""", """{"old":1}""", "old", "must not be there")]
    [InlineData("""{"properties":{"a":true},"unevaluatedProperties":false}""", """{"b":1}""", "b", "is not a known member; no other is allowed")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"abc":1}""", "abc", "has 3 characters; it must have at most 2")]
    [InlineData("""{"propertyNames":{"enum":["a"]}}""", """{"abc":1}""", "abc", "is not an allowed name; it must be \"a\"")]
    [InlineData("""{"dependentRequired":{"card":["address"]}}""", """{"card":1}""", "address", "is missing; it is required when \"card\" is there")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "", "has 2 members; it must have at most 1")]
    [InlineData("""{"exclusiveMinimum":0,"multipleOf":0.5}""", "-0.3", "", "is -0.3; it must be greater than 0", "", "is -0.3; it must be a multiple of 0.5")]
    [InlineData("false", "1", "", "is 1; nothing is allowed here")]
    public void Validate_Keyword_SaysWhatWasFoundAndWhatIsAllowed(string schema, string instance, params string[] expected) =>
        Verify(schema, instance, expected);

    [Fact]
    public void Validate_EscapedNames_AreTheNamesTheyStandFor()
    {
        Verify("""{"properties":{"größe":{"type":"number"}},"required":["größe"]}""", """{"gr\u00f6\u00dfe":"x"}""", "größe", "is \"x\"; it must be a number");
        Verify("""{"properties":{"a\\nb":{"type":"number"}}}""", """{"a\nb":"a newline, not a backslash"}""");
    }

    [Fact]
    public void Validate_LongValue_IsShortenedInTheMessage()
    {
        var error = Assert.Single(Validate("""{"type":"number"}""", $"\"{new string('x', 5000)}\""));
        Assert.InRange(error.Message.Length, 60, 120);
    }

    [Fact]
    public void Validate_ManyErrors_StopsAt64()
    {
        var errors = Validate("""{"items":{"type":"string"}}""", $"[{string.Join(',', Enumerable.Range(0, 100_000))}]");
        Assert.Equal(64, errors.Count);
    }

    [Fact]
    public void Validate_SameMemberTwice_LooksAtBoth() =>
        Verify("""{"properties":{"a":{"type":"number"}}}""", """{"a":"x","a":1}""", "a", "is \"x\"; it must be a number");

    private static void Verify(string schema, string instance, params string[] expected)
    {
        var pairs = expected.Chunk(2).Select(pair => new SchemaError(pair[0], pair[1].TrimEnd()));
        Assert.Equal(pairs, Validate(schema, instance));
    }

    private static IReadOnlyList<SchemaError> Validate(string schema, string instance)
    {
        using var document = JsonDocument.Parse(instance);
        return JsonSchema.Parse(schema).Validate(document.RootElement);
    }
}
