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
    [InlineData("5/20 * * * *", "2026-03-02T00:05:00")]
    [InlineData("0 0 * january *", "2027-01-01T00:00:00")]
    public void Parse_Valid_GivesNextOccurrence(string text, string next)
    {
        var schedule = CronExpression.Parse(text, out var error);

        Assert.Null(error);
        Assert.Equal(DateTime.Parse(next, System.Globalization.CultureInfo.InvariantCulture), schedule!.GetNextOccurrence(Monday));
    }

    [Theory]
    [InlineData("0 9 * * SAT-SUN", "7 8 14 15")]
    [InlineData("0 9 * * FRI-SUN", "6 7 8 13")]
    [InlineData("0 9 * * MON-7", "2 3 4 5 6 7 8 9")]
    [InlineData("0 9 * * SAT-MON", "2 7 8 9")]
    [InlineData("0 9 * * 1-7/2", "2 4 6 8 9")]
    [InlineData("0 9 * * 0-7/2", "3 5 7 8 10")]
    [InlineData("0 9 * * 7-2", "2 3 8 9 10")]
    [InlineData("0 9 * * 7-7,7/3", "4 7 8 11")]
    [InlineData("0 9 28-2 * *", "2 28 29 30 31")]
    [InlineData("0 9 27-5/3 * *", "2 5 27 30")]
    public void Range_ThatPassesTheEndOfTheField_GoesOnAtItsBegin(string text, string days) =>
        Assert.Equal(days, Next(text, days.Split(' ').Length, next => next.Day));

    [Theory]
    [InlineData("0 22-2 * * *", "1 2 22 23 0 1")]
    [InlineData("0 21-4/2 * * *", "1 3 21 23 1")]
    [InlineData("50-10/20 0 * * *", "0 0 0 0")]
    public void Range_OfHoursThatPassesMidnight_IsTheNight(string text, string hours) =>
        Assert.Equal(hours, Next(text, hours.Split(' ').Length, next => next.Hour));

    [Theory]
    [InlineData("0 0 1 NOV-FEB *", "11 12 1 2 11")]
    [InlineData("0 0 1 9-3/3 *", "9 12 3 9")]
    [InlineData("0 0 1 2-dec/12 *", "2 2")]
    public void Range_OfMonthsThatPassesTheYear_IsTheWinter(string text, string months) =>
        Assert.Equal(months, Next(text, months.Split(' ').Length, next => next.Month));

    [Fact]
    public void DayOfMonthAndDayOfWeek_BothGiven_MustBothMatch() =>
        Assert.Equal("2026-03-13 2026-11-13 2027-08-13", Next("0 0 13 * FRI", 3, next => $"{next:yyyy-MM-dd}"));

    [Theory]
    [InlineData("*/0 * * * *", "the minute is \"*/0\"", "\"/0\"", "1 to 60")]
    [InlineData("*/-5 * * * *", "the minute is \"*/-5\"", "\"/-5\"", "1 to 60")]
    [InlineData("* 1-5/0 * * *", "the hour is \"1-5/0\"", "\"/0\"", "1 to 24")]
    [InlineData("*/99999999999 * * * *", "the minute is \"*/99999999999\"", "1 to 60")]
    [InlineData("5/2147483647 * * * *", "the minute is \"5/2147483647\"", "1 to 60")]
    [InlineData("0 0 */32 * *", "the day of month is", "1 to 31")]
    [InlineData("0 0 * */13 *", "the month is", "1 to 12")]
    [InlineData("0 0 * * */8", "the day of week is", "1 to 7")]
    [InlineData("*/2/3 * * * *", "\"/2/3\"")]
    [InlineData("*/ * * * *", "\"*/\"")]
    [InlineData("1,61 * * * *", "the minute is \"1,61\"", "\"61\"", "0 to 59")]
    [InlineData("99999999999 * * * *", "\"99999999999\"", "0 to 59")]
    [InlineData("61 * * * * *", "the second is", "0 to 59")]
    [InlineData("0 24 * * *", "the hour is \"24\"", "0 to 23")]
    [InlineData("0 0 0 * *", "the day of month is \"0\"", "1 to 31")]
    [InlineData("0 0 * MARS *", "the month is \"MARS\"", "1 to 12 or JAN to DEC")]
    [InlineData("0 0 * * MON-8", "the day of week is \"MON-8\"", "0 to 7", "SUN to SAT")]
    [InlineData("0 0 * * M", "\"M\"", "SUN to SAT")]
    [InlineData("0 0 * * FRI#2", "\"FRI#2\"", "SUN to SAT")]
    [InlineData("1, * * * *", "the minute is \"1,\"")]
    [InlineData("-5 * * * *", "the minute is \"-5\"")]
    [InlineData("1-5-7 * * * *", "\"1-5-7\"")]
    public void Field_Wrong_IsNamedWithWhatIsAllowed(string text, params string[] says)
    {
        Assert.Null(CronExpression.Parse(text, out var error));
        Assert.All([$"\"cron\" is \"{text}\"", .. says], part => Assert.Contains(part, error, StringComparison.Ordinal));
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

    private static string Next<T>(string text, int count, Func<DateTime, T> part)
    {
        var schedule = CronExpression.Parse(text, out var error);
        Assert.True(schedule is not null, error);
        return string.Join(' ', schedule.GetNextOccurrences(Monday, Monday.AddYears(20)).Take(count).Select(part));
    }
}
