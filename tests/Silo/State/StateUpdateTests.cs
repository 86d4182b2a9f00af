using System.Text;
using Motia.Silo.State;

namespace Motia.Silo.Tests.State;

public sealed class StateUpdateTests
{
    [Theory]
    [InlineData(null, """[{"type":"set","path":"","value":1}]""", "1")]
    [InlineData(null, """[{"type":"set","path":"","value":null}]""", "null")]
    [InlineData(null, """[{"type":"set","path":"a.b","value":1}]""", """{"a":{"b":1}}""")]
    [InlineData("null", """[{"type":"set","path":"a","value":1}]""", """{"a":1}""")]
    [InlineData("""{"a":null}""", """[{"type":"set","path":"a.b","value":1}]""", """{"a":{"b":1}}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"type":"set","path":"a","value":{"x":[1]}}]""", """{"a":{"x":[1]},"b":2}""")]
    [InlineData("""{"a":[1,2]}""", """[{"type":"set","path":"a.0","value":9},{"type":"set","path":"a.2","value":3}]""", """{"a":[9,2,3]}""")]
    [InlineData("""{"0":1}""", """[{"type":"set","path":"0","value":2}]""", """{"0":2}""")]
    [InlineData(null, """[{"type":"merge","path":"","value":{"a":1}}]""", """{"a":1}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """[{"type":"merge","path":"a","value":{"y":{"z":0},"n":null}}]""", """{"a":{"x":1,"y":{"z":0},"n":null}}""")]
    [InlineData("""{"a":null}""", """[{"type":"merge","path":"a","value":{}}]""", """{"a":{}}""")]
    [InlineData(null, """[{"type":"increment","path":"","by":2}]""", "2")]
    [InlineData(null, """[{"type":"increment","path":"a.n","by":1},{"type":"decrement","path":"a.n","by":0.75}]""", """{"a":{"n":0.25}}""")]
    [InlineData("""[1]""", """[{"type":"increment","path":"0","by":1},{"type":"increment","path":"1","by":5}]""", "[2,5]")]
    [InlineData("9007199254740993", """[{"type":"increment","path":"","by":2}]""", "9007199254740995")]
    [InlineData("""{"a":1,"b":2}""", """[{"type":"remove","path":"a"},{"type":"remove","path":"x.y"},{"type":"remove","path":"b.c"}]""", """{"b":2}""")]
    [InlineData("[1,2,3]", """[{"type":"remove","path":"1"},{"type":"remove","path":"7"}]""", "[1,3]")]
    [InlineData("1", """[{"type":"remove","path":""}]""", "null")]
    [InlineData(null, """[{"type":"remove","path":""}]""", null)]
    [InlineData(null, "[]", null)]
    [InlineData("1", """[{"type":"set","path":"","value":"ü<>&'"}]""", "\"ü<>&'\"")]
    [InlineData("1", """[{"type":"set","path":"","value":2,"by":0,"comment":"other members are left alone"}]""", "2")]
    public void Operations_OnAValue_MakeTheNewOne(string? before, string operations, string? after) =>
        Assert.Equal(after, Apply(before, operations));

    [Theory]
    [InlineData("1", "{}", "The operations are an object; they must be an array")]
    [InlineData("1", "not json", "The operations can't be read")]
    [InlineData("1", "[1]", "operations[0]: it is a number; it must be an object with type and path.")]
    [InlineData("1", """[{"type":"set","path":"","value":1},{}]""", "operations[1]: type is missing; it must be set, merge, increment, decrement or remove.")]
    [InlineData("1", """[{"type":"push","path":""}]""", "operations[0]: type is \"push\"; it must be set, merge, increment, decrement or remove.")]
    [InlineData("1", """[{"type":1,"path":""}]""", "operations[0]: type is a number")]
    [InlineData("1", """[{"type":"set","value":1}]""", "operations[0]: path is missing")]
    [InlineData("1", """[{"type":"set","path":"a..b","value":1}]""", "operations[0]: path is \"a..b\"; none of its dot-separated parts may be empty.")]
    [InlineData("1", """[{"type":"set","path":""}]""", "operations[0]: value is missing; set writes it.")]
    [InlineData("1", """[{"type":"merge","path":"","value":[1]}]""", "operations[0]: value is an array; merge needs an object.")]
    [InlineData("1", """[{"type":"increment","path":""}]""", "operations[0]: by is missing; increment changes the number by it.")]
    [InlineData("1", """[{"type":"decrement","path":"","by":"2"}]""", "operations[0]: by is a string; decrement needs a number.")]
    [InlineData("1", """[{"type":"set","path":"a","value":1}]""", "operations[0]: \"a\" of the path is in a number; there must be an object, an array or nothing.")]
    [InlineData("[1]", """[{"type":"set","path":"3","value":1}]""", "operations[0]: \"3\" of the path is in an array of 1; there it must be an index from 0 to 1")]
    [InlineData("[1]", """[{"type":"set","path":"-1","value":1}]""", "operations[0]: \"-1\" of the path is in an array of 1")]
    [InlineData("[1]", """[{"type":"merge","path":"","value":{}}]""", "operations[0]: there is an array at the path; merge needs an object or nothing there.")]
    [InlineData("\"1\"", """[{"type":"increment","path":"","by":1}]""", "operations[0]: there is a string at the path; increment needs a number or nothing there.")]
    [InlineData("null", """[{"type":"increment","path":"","by":1}]""", "operations[0]: there is null at the path")]
    [InlineData("1e308", """[{"type":"increment","path":"","by":1e308}]""", "operations[0]: the sum is beyond what a number can hold")]
    [InlineData("""{"a":1,"a":2}""", """[{"type":"set","path":"b","value":1}]""", "The stored value can't be read")]
    public void Operations_ThatCannotBeDone_NameTheFirstAndWhatIsAllowed(string before, string operations, string problem) =>
        Assert.StartsWith(problem, Assert.Throws<StateUpdateException>(() => Apply(before, operations)).Message, StringComparison.Ordinal);

    [Fact]
    public void NewValue_OverABound_IsRefused()
    {
        var deep = string.Join('.', Enumerable.Repeat("a", 64));
        var refused = Assert.Throws<StateUpdateException>(() => Apply(null, $$"""[{"type":"set","path":"{{deep}}","value":[1]}]"""));
        Assert.Contains("at most 64 levels deep", refused.Message, StringComparison.Ordinal);

        refused = Assert.Throws<StateUpdateException>(() => Apply("1", $$"""[{"type":"set","path":"{{deep}}.a","value":1}]"""));
        Assert.Contains("more than 64 parts", refused.Message, StringComparison.Ordinal);

        var half = new string('x', 600 * 1024);
        refused = Assert.Throws<StateUpdateException>(() => Apply($$"""{"a":"{{half}}"}""", $$"""[{"type":"set","path":"b","value":"{{half}}"}]"""));
        Assert.Contains("it may have 1048576", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_WithHalfASurrogatePair_IsRefusedAndNotBroken()
    {
        var refused = Assert.Throws<StateUpdateException>(() => Apply("""{"a":"\ud83c"}""", """[{"type":"set","path":"b","value":1}]"""));

        Assert.StartsWith("The new value can't be written", refused.Message, StringComparison.Ordinal);
    }

    private static string? Apply(string? before, string operations)
    {
        var after = StateUpdate.Parse(Encoding.UTF8.GetBytes(operations)).Apply(before is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(before));
        return after is { } value ? Encoding.UTF8.GetString(value.Span) : null;
    }
}
