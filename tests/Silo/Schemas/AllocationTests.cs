using System.Text.Json;
using Motia.Silo.Schemas;

namespace Motia.Silo.Tests.Schemas;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(
        """{"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":80},"age":{"type":"integer","minimum":0},"tags":{"type":"array","items":{"enum":["a","b"]},"uniqueItems":true}},"required":["name"],"additionalProperties":false}""",
        """{"name":"Ada \u00e9\n","age":36,"tags":["a","b"]}""")]
    [InlineData(
        """{"patternProperties":{"^x-":{"type":"number","multipleOf":0.01}},"propertyNames":{"maxLength":9},"dependentRequired":{"x-a":["b"]},"minProperties":1}""",
        """{"x-a":12.34,"b":{"c":[1,2,{"d":null}]}}""")]
    [InlineData(
        """{"$ref":"#/$defs/node","$defs":{"node":{"properties":{"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]},"id":{"type":"string","pattern":"^[0-9a-f]{8}$"}},"required":["id"]}}}""",
        """{"id":"01234567","next":{"id":"89abcdef","next":null}}""")]
    [InlineData(
        """{"allOf":[{"properties":{"a":{"oneOf":[{"type":"string"},{"type":"number"}]}}},{"if":{"required":["b"]},"then":{"properties":{"b":{"not":{"type":"null"}}}}}],"unevaluatedProperties":false}""",
        """{"a":1.5,"b":[true]}""")]
    [InlineData(
        """{"prefixItems":[{"const":"t"}],"contains":{"type":"integer"},"unevaluatedItems":false}""",
        """["t",1,2,3]""")]
    [InlineData("""{"uniqueItems":true}""", """[1,2,3,4,5,6,7,8,9,10,"a","\u0061b",{"k":1},[1],1e2,null]""")]
    public void Validate_ValidInstance_AllocatesNothing(string schemaText, string instanceText)
    {
        var schema = JsonSchema.Parse(schemaText);
        using var instance = JsonDocument.Parse(instanceText);
        for (var i = 0; i < 200; i++)
        {
            Assert.Empty(schema.Validate(instance.RootElement));
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var valid = true;
        for (var i = 0; i < 100; i++)
        {
            valid &= schema.Validate(instance.RootElement).Count == 0;
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(valid);
    }

    [Fact]
    public void Validate_HugeArrays_TakeNoSquareOfTheirLength()
    {
        var schema = JsonSchema.Parse("""{"uniqueItems":true}""");
        using var instance = JsonDocument.Parse($"[{string.Join(',', Enumerable.Range(0, 100_000))}]");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.True(schema.IsValid(instance.RootElement));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
