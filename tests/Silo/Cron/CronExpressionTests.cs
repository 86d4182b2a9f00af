using Motia.Silo.Cron;

namespace Motia.Silo.Tests.Cron;

public sealed class CronExpressionTests
{
    private static readonly DateTime Monday = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Unspecified);

    [Theory]
    [InlineData("*/5 * * * *", "2026-03-02T00:05:00")]
    [InlineData("*/10 * * * * *", "2026-03-02T00:00:10")]
    [InlineData("0 9 * * MON-FRI", "2026-03-02T09:00:00")]
    [InlineData("0 0 1 JAN *", "2027-01-01T00:00:00")]
    [InlineData("0 12 * * 7", "2026-03-08T12:00:00")]
    [InlineData("0 12 * * 5-7", "2026-03-06T12:00:00")]
    [InlineData("0 12 * * 0-7", "2026-03-02T12:00:00")]
    [InlineData("30 0,12 * * *", "2026-03-02T00:30:00")]
    [InlineData("0 0 29 2 *", "2028-02-29T00:00:00")]
    [InlineData("0 0 29 2 1", "2044-02-29T00:00:00")]
    [InlineData("0 0 30 1,2 *", "2027-01-30T00:00:00")]
    public void Parse_Valid_GivesNextOccurrence(string text, string next)
    {
        var schedule = CronExpression.Parse(text, out var error);

        Assert.Null(error);
        Assert.Equal(DateTime.Parse(next, System.Globalization.CultureInfo.InvariantCulture), schedule!.GetNextOccurrence(Monday));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("61 * * * *")]
    [InlineData("* * * * 8")]
    [InlineData("@daily")]
    [InlineData("a b c d e")]
    [InlineData("5-1 * * * *x")]
    public void Parse_Wrong_SaysWhatWasFoundAndWhatIsAllowed(string text)
    {
        Assert.Null(CronExpression.Parse(text, out var error));
        Assert.Contains($"\"cron\" is \"{text}\"", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("*/5 * * 31 4,6,9,11 *")]
    [InlineData("* * 30,31 FEB MON-FRI")]
    public void Parse_NeverOccurs_IsAnErrorThatSaysSo(string text)
    {
        Assert.Null(CronExpression.Parse(text, out var error));
        Assert.Contains($"\"cron\" is \"{text}\", which never occurs", error, StringComparison.Ordinal);
    }
}
