using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Motia.Silo.State;

namespace Motia.Silo.Tests.State;

public sealed class JsonSumTests
{
    [Theory]
    [InlineData("0", "1", "1")]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("1.5", "0.5", "2")]
    [InlineData("-1", "1", "0")]
    [InlineData("-0.25", "-0.75", "-1")]
    [InlineData("9007199254740993", "1", "9007199254740994")]
    [InlineData("1e3", "0.001", "1000.001")]
    [InlineData("1E-5", "0", "0.00001")]
    [InlineData("-0", "0", "0")]
    [InlineData("9999999999999999999999999999", "-1", "9999999999999999999999999998")]
    [InlineData("9999999999999999999999999999", "1", "1E+28")]
    [InlineData("1e300", "1e300", "2E+300")]
    [InlineData("1e99999", "-1e99999", null)]
    [InlineData("1.7e308", "1.7e308", null)]
    public void Sum_IsExactWithin28DigitsAndADoubleBeyond(string left, string right, string? sum)
    {
        if (sum is null)
        {
            Assert.Throws<StateUpdateException>(() => JsonSum.Of(left, right, negative: false));
        }
        else
        {
            Assert.Equal(sum, JsonSum.Of(left, right, negative: false));
        }
    }

    [Fact]
    public void SumAndDifference_OfDecimals_AreThoseOfDecimalArithmetic() => Prop.ForAll(
        ArbMap.Default.ArbFor<(int Left, int Right, byte LeftScale, byte RightScale)>(),
        given =>
        {
            var left = new decimal(given.Left & int.MaxValue, 0, 0, given.Left < 0, (byte)(given.LeftScale % 10));
            var right = new decimal(given.Right & int.MaxValue, 0, 0, given.Right < 0, (byte)(given.RightScale % 10));

            Assert.Equal(left + right, Sum(left, right, negative: false));
            Assert.Equal(left - right, Sum(left, right, negative: true));
        }).QuickCheckThrowOnFailure();

    private static decimal Sum(decimal left, decimal right, bool negative) => decimal.Parse(
        JsonSum.Of(left.ToString(CultureInfo.InvariantCulture), right.ToString(CultureInfo.InvariantCulture), negative),
        NumberStyles.Float,
        CultureInfo.InvariantCulture);
}
