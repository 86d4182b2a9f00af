using System.Text.RegularExpressions;
using Motia.Gateway.Requests;

namespace Motia.Gateway.Tests.Requests;

public sealed partial class TraceIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    [Fact]
    public void Create_Many_AreUniqueAndUrlSafe()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => TraceIds.Create(Now)).ToArray();

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches(Shape(), id));
    }

    [Fact]
    public void Create_Later_SortsLater() =>
        Assert.True(string.CompareOrdinal(TraceIds.Create(Now), TraceIds.Create(Now.AddMilliseconds(1))) < 0);

    [Fact]
    public void TryReadTime_OwnId_GivesItsTime()
    {
        Assert.True(TraceIds.TryReadTime(TraceIds.Create(Now), out var began));
        Assert.Equal(Now, began);
    }

    [Theory]
    [InlineData("")]
    [InlineData("orders")]
    [InlineData("01M833XYM2EXJR09KMPPX76MQ2")]
    [InlineData("00000000000000000000000000")]
    [InlineData("0123456789abcdefghijklmnop")]
    public void TryReadTime_AnythingElse_IsRefused(string text) => Assert.False(TraceIds.TryReadTime(text, out _));

    [GeneratedRegex("^[0-9a-hjkmnp-tv-z]{26}$")]
    private static partial Regex Shape();
}
