using Motia.Grains;
using System.Globalization;
using Motia.Silo.Cron;
using Xunit.Abstractions;

namespace Motia.Silo.Tests.Cron;

public sealed class CronScheduleTests(ITestOutputHelper output)
{
    [Theory]

    // Skipped: at the change, together with what is due then anyway.
    [InlineData("Europe/Vienna", "30 2 * * *", "2026-03-28T12:00", "2026-03-29T01:00", "2026-03-30T00:30")]
    [InlineData("Europe/Vienna", "*/20 * * * *", "2026-03-29T00:30", "2026-03-29T00:40", "2026-03-29T01:00", "2026-03-29T01:20")]
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T00:00", "2026-10-03T15:30", "2026-10-04T15:15")]
    [InlineData("America/Santiago", "0 0 * * *", "2026-09-05T12:00", "2026-09-06T04:00", "2026-09-07T03:00")]
    [InlineData("Africa/Cairo", "0 0 * * FRI", "2026-04-23T12:00", "2026-04-23T22:00", "2026-04-30T21:00")]
    [InlineData("Pacific/Apia", "0 12 * * *", "2011-12-29T12:00", "2011-12-29T22:00", "2011-12-30T10:00", "2011-12-30T22:00")]

    // Repeated: the first time.
    [InlineData("Europe/Vienna", "30 2 * * *", "2026-10-24T12:00", "2026-10-25T00:30", "2026-10-26T01:30")]
    [InlineData("Europe/Vienna", "*/30 * * * *", "2026-10-24T23:45", "2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T02:00", "2026-10-25T02:30")]
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2026-04-03T18:00", "2026-04-04T14:45", "2026-04-05T15:15")]
    [InlineData("Europe/Vienna", "*/30 * * * *", "2026-10-25T01:15", "2026-10-25T02:00")]

    // Without changes.
    [InlineData("Etc/UTC", "*/10 * * * * *", "2026-10-25T01:15", "2026-10-25T01:15:10", "2026-10-25T01:15:20")]
    [InlineData("Asia/Kathmandu", "0 0 * * *", "2026-01-01T00:00", "2026-01-01T18:15")]
    public void Next_AtAClockChange_RunsWhatIsSkippedAtTheChangeAndWhatIsRepeatedOnce(string zone, string expression, string after, params string[] next)
    {
        var schedule = new CronSchedule(expression, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var at = Utc(after);
        foreach (var expected in next)
        {
            at = schedule.Next(at);
            Assert.Equal(Utc(expected), at);
        }
    }

    [Fact]
    public void TenYears_InZonesWithOddRules_EveryLocalTimeRunsOnce()
    {
        (string Zone, int Year)[] zones =
        [
            ("Australia/Lord_Howe", 2020), ("America/Santiago", 2016), ("Africa/Cairo", 2016), ("Asia/Beirut", 2020), ("Africa/Casablanca", 2012), ("Antarctica/Troll", 2016),
            ("Pacific/Apia", 2008), ("America/Caracas", 2006), ("Asia/Pyongyang", 2012), ("Europe/Istanbul", 2010), ("America/Sao_Paulo", 2012), ("Europe/Dublin", 2020),
            ("Asia/Tehran", 2016), ("Pacific/Chatham", 2020),
        ];
        (string Expression, Func<DateTime, bool> Matches)[] expressions =
        [
            ("30 2 * * *", time => time is { Hour: 2, Minute: 30 }),
            ("0 0 * * *", time => time is { Hour: 0, Minute: 0 }),
            ("*/15 * * * *", time => time.Minute % 15 == 0),
            ("45 1,23 * * SUN", time => time is { Hour: 1 or 23, Minute: 45, DayOfWeek: DayOfWeek.Sunday }),
        ];
        output.WriteLine($"{"time zone",-22}{"years",-12}{"expression",-18}{"local times",12}{"ticks",9}{"run once",10}{"at shift",10}{"skipped",9}{"doubled",9}");
        foreach (var (name, year) in zones)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            foreach (var (expression, matches) in expressions)
            {
                Check(zone, year, expression, matches);
            }
        }
    }

    [Theory]
    [InlineData("* * * * * *", 3650)]
    [InlineData("0 3 * * *", 36500)]
    [InlineData("0 0 29 2 *", 36500)]
    [InlineData("0 0 1 1 *", 365)]
    [InlineData("* * * 1 1 *", 10)]
    [InlineData("* * 1 * 6 *", 3650)]
    [InlineData("* * * 31 12 *", 366)]
    public void Due_OfALongTime_HasTheNewestAndCountsTheRest(string expression, int days)
    {
        var schedule = new CronSchedule(expression, TimeZoneInfo.Utc);
        var (after, until) = (Utc("1990-01-01T12:00"), Utc("1990-01-01T12:00").AddDays(days));
        var due = schedule.Due(after, until, 10);
        var all = All(schedule, after, until).Take(CronTicks.MostCounted + 100).ToArray();

        Assert.Equal(Math.Min(CronTicks.MostCounted, Math.Max(0, all.Length - due.Newest.Count)), due.Older);
        Assert.Equal(Math.Min(10, all.Length), due.Newest.Count);
        Assert.Equal(due.Newest, due.Newest.Order());
        Assert.True(schedule.Next(due.Newest[^1]) > until && due.Newest[^1] <= until);
        Assert.All(due.Newest.Zip(due.Newest.Skip(1)), pair => Assert.Equal(pair.Second, schedule.Next(pair.First)));
        Assert.Equal(all[0], due.Older > 0 ? due.FirstOlder : due.Newest[0]);
    }

    [Fact]
    public void Due_OfNothing_IsEmpty()
    {
        var due = new CronSchedule("0 3 * * *", TimeZoneInfo.Utc).Due(Utc("2026-01-01T03:00"), Utc("2026-01-02T02:59:59"), 100);

        Assert.Empty(due.Newest);
        Assert.Equal(0, due.Older);
    }

    // The clock on the wall, minute by minute: what it shows for the first time is due; what it jumps over is due when it lands; what it shows again is not.
    private void Check(TimeZoneInfo zone, int year, string expression, Func<DateTime, bool> matches)
    {
        var (begin, end) = (new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(year + 10, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var expected = new List<DateTime>();
        var (times, moved) = (0, 0);
        var shown = TimeZoneInfo.ConvertTimeFromUtc(begin, zone);
        for (var now = begin.AddMinutes(1); now <= end; now = now.AddMinutes(1))
        {
            var wall = TimeZoneInfo.ConvertTimeFromUtc(now, zone);
            var isDue = false;
            for (; shown < wall; shown = shown.AddMinutes(1))
            {
                var time = shown.AddMinutes(1);
                if (matches(time))
                {
                    (times, isDue) = (times + 1, true);
                    moved += time < wall ? 1 : 0;
                }
            }

            if (isDue)
            {
                expected.Add(now);
            }
        }

        var ticks = All(new CronSchedule(expression, zone), begin, end).ToArray();
        var once = ticks.Distinct().Intersect(expected).Count();
        var skipped = expected.Except(ticks).Count();
        var doubled = ticks.Length - ticks.Select(tick => TimeZoneInfo.ConvertTimeFromUtc(tick, zone)).Distinct().Count();
        output.WriteLine($"{zone.Id,-22}{year}–{year + 9,-7}{expression,-18}{times,12}{ticks.Length,9}{once,10}{moved,10}{skipped,9}{doubled,9}");
        Assert.Equal(expected, ticks);
        Assert.Equal((0, 0), (skipped, doubled));
    }

    private static IEnumerable<DateTime> All(CronSchedule schedule, DateTime after, DateTime until)
    {
        for (var next = schedule.Next(after); next <= until; next = schedule.Next(next))
        {
            yield return next;
        }
    }

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
