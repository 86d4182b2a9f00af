using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Motia.Silo.Schemas;
using Xunit.Abstractions;

namespace Motia.Silo.Tests.Schemas;

public sealed class NumberTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("""{"const":9007199254740993}""", "9007199254740992", false)]
    [InlineData("""{"const":9007199254740993}""", "9007199254740993.0", true)]
    [InlineData("""{"maximum":9007199254740992}""", "9007199254740993", false)]
    [InlineData("""{"maximum":123456789012345678901234567890}""", "123456789012345678901234567891", false)]
    [InlineData("""{"maximum":123456789012345678901234567890}""", "123456789012345678901234567890.0", true)]
    [InlineData("""{"exclusiveMaximum":0.3}""", "0.30000000000000000000000000000", false)]
    [InlineData("""{"exclusiveMaximum":0.3}""", "0.29999999999999999999999999999", true)]
    [InlineData("""{"minimum":-1e400}""", "-9e399", true)]
    [InlineData("""{"minimum":-1e400}""", "-2e400", false)]
    [InlineData("""{"multipleOf":0.1}""", "0.3", true)]
    [InlineData("""{"multipleOf":0.01}""", "19.99", true)]
    [InlineData("""{"multipleOf":3}""", "9007199254740993", true)]
    [InlineData("""{"multipleOf":3}""", "9007199254740994", false)]
    [InlineData("""{"multipleOf":7}""", "1e999999999", false)]
    [InlineData("""{"multipleOf":7}""", "7e999999999", true)]
    [InlineData("""{"multipleOf":1e-999999999}""", "3", true)]
    [InlineData("""{"multipleOf":123456789012345678901234567890}""", "246913578024691357802469135780", true)]
    [InlineData("""{"multipleOf":123456789012345678901234567890}""", "246913578024691357802469135781", false)]
    [InlineData("""{"type":"integer"}""", "1.0", true)]
    [InlineData("""{"type":"integer"}""", "10e-1", true)]
    [InlineData("""{"type":"integer"}""", "1e400", true)]
    [InlineData("""{"type":"integer"}""", "1e-1", false)]
    [InlineData("""{"type":"integer"}""", "0e-5", true)]
    [InlineData("""{"enum":[1.0]}""", "1", true)]
    [InlineData("""{"const":[{"a":100}]}""", """[{"a":1e2}]""", true)]
    [InlineData("""{"uniqueItems":true}""", "[1,1.0]", false)]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":2},{"b":2.0,"a":10e-1}]""", false)]
    [InlineData("""{"uniqueItems":true}""", "[1,true]", true)]
    [InlineData("""{"uniqueItems":true}""", "[1,2,3,4,5,6,7,8,1.50,15e-1]", false)]
    [InlineData("""{"uniqueItems":true}""", """[1,2,3,4,5,6,7,8,{"a":[100],"b":"\u0061"},{"b":"a","a":[1e2]}]""", false)]
    [InlineData("""{"uniqueItems":true}""", "[1,2,3,4,5,6,7,8,0.1,0.01,10,-1,\"1\",[1],{\"1\":1}]", true)]
    [InlineData("""{"minLength":2.0}""", "\"a\"", false)]
    [InlineData("""{"maxLength":1e99}""", "\"a\"", true)]
    public void Number_OfAnySize_IsTakenExactly(string schema, string instance, bool valid) => Assert.Equal(valid, IsValid(schema, instance));

    [Fact]
    public void Number_RandomPairs_CompareAndDivideAsFractionsDo()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 3_000; i++)
        {
            var (left, leftValue) = Draw(random);
            var (right, rightValue) = Draw(random);
            var order = BigInteger.Compare(leftValue, rightValue);
            var context = $"{left} and {right}";
            Assert.True(order >= 0 == IsValid($"{{\"minimum\":{right}}}", left), context);
            Assert.True(order < 0 == IsValid($"{{\"exclusiveMaximum\":{right}}}", left), context);
            Assert.True(order == 0 == IsValid($"{{\"const\":{right}}}", left), context);
            Assert.True(order == 0 == !IsValid("""{"uniqueItems":true}""", $"[\"\",null,true,false,[],{{}},[0],[1],{left},{right}]"), context);
            if (rightValue.Sign > 0)
            {
                Assert.True((leftValue % rightValue).IsZero == IsValid($"{{\"multipleOf\":{right}}}", left), context);
            }
        }
    }

    // A number as text in one of the many ways to write it, and its value in units of 10^-12.
    private static (string Text, BigInteger Value) Draw(Random random)
    {
        var digits = (BigInteger)random.NextInt64(-999, 1000) * BigInteger.Pow(10, random.Next(4)) + random.Next(3);
        var places = random.Next(8);
        var value = digits * BigInteger.Pow(10, 12 - places);
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        text = places == 0 ? text : $"{text[..^places]}.{text[^places..]}";
        if (random.Next(3) == 0)
        {
            var shift = random.Next(-4, 5);
            text += string.Create(CultureInfo.InvariantCulture, $"{(random.Next(2) == 0 ? "e" : "E")}{(shift >= 0 && random.Next(2) == 0 ? "+" : "")}{shift}");
            value = shift >= 0 ? value * BigInteger.Pow(10, shift) : value / BigInteger.Pow(10, -shift);
        }
        return (digits.Sign < 0 ? $"-{text}" : text, value);
    }

    private static bool IsValid(string schema, string instance)
    {
        using var document = JsonDocument.Parse(instance);
        return JsonSchema.Parse(schema).IsValid(document.RootElement);
    }
}
