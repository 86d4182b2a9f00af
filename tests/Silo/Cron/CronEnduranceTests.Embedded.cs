using Motia.Grains;
using Motia.Tests.Shared;
using Xunit.Abstractions;

namespace Motia.Silo.Tests.Cron;

/// <summary>Many ticks: a year of them, two silos that race for each, crashes at them.</summary>
public sealed class CronEnduranceTests(ITestOutputHelper output) : CronScenario
{
    private readonly DateTimeOffset _began = new ManualTime().GetUtcNow();

    [Fact]
    public async Task AYear_OfDailyTicks_EveryOccurrenceIsOneDelivery()
    {
        string[] zones = ["Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Antarctica/Troll", "Pacific/Chatham", "America/New_York"];
        string[] expressions = ["0 2 * * *", "0 0 * * *", "0 0 * * *", "0 0 * * *", "30 2 * * *", "30 1 * * *", "30 3 * * *", "30 1 * * *"];
        await StartAsync([.. zones.Zip(expressions, (zone, cron) => CronSilo.Step(zone, cron, overlap: Overlap.Queue, timeZone: zone))]);
        var end = Time.GetUtcNow().AddYears(1).UtcDateTime;
        var expected = Steps.ToDictionary(step => step.Name, step => Expected(step, end));
        var done = Steps.ToDictionary(step => step.Name, _ => 0);
        foreach (var (due, steps) in expected.SelectMany(step => step.Value.Select(due => (due, Step: step.Key))).GroupBy(tick => tick.due, tick => tick.Step).OrderBy(tick => tick.Key).Select(tick => (tick.Key, tick)))
        {
            Time.Advance(due - Time.GetUtcNow().UtcDateTime);
            await Task.WhenAll(steps.Select(async step =>
            {
                await Silo!.EnsureAsync(step);
                done[step]++;

                // Otherwise the clock would leap over the time that its handler has.
                await Eventually.Is(async () => (await CountsAsync(step)).Done == done[step]);
            }));
        }

        output.WriteLine("2026, from the clock to the handler");
        output.WriteLine($"{"time zone",-22}{"expression",-14}{"ticks",8}{"run once",10}{"skipped",9}{"doubled",9}");
        foreach (var step in Steps)
        {
            var runs = Notes.Runs.Where(run => run.Step == step.Name).GroupBy(run => run.Id[..run.Id.LastIndexOf('.')]).ToDictionary(run => run.Key, run => run.Count());
            var due = expected[step.Name].Select(time => $"{step.Name.Replace('/', '-')}@{time:yyyy-MM-ddTHH:mm:ss}Z").ToArray();
            var (once, skipped, doubled) = (due.Count(id => runs.GetValueOrDefault(id) == 1), due.Except(runs.Keys).Count(), runs.Keys.Except(due).Count() + runs.Count(run => run.Value > 1));
            output.WriteLine($"{step.Name,-22}{step.Cron,-14}{due.Length,8}{once,10}{skipped,9}{doubled,9}");
            Assert.Equal((due.Length, 0, 0), (once, skipped, doubled));
        }
    }

    [Fact]
    public async Task TwoSilos_RacingForEachTick_OneDecides()
    {
        const int Ticks = 30;
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.All, Overlap.Queue));
        await using var other = await CronSilo.StartAsync(Records, Time, Notes, Steps);
        CronSilo[] silos = [Silo!, other];
        await EnsureBothAsync();
        for (var tick = 1; tick <= Ticks; tick++)
        {
            AdvanceTo(tick);
            await EnsureBothAsync();
        }

        // As the keepers do: a lane whose save met the other's ends, and comes up again when it is called.
        await UntilInTimeAsync(async () =>
        {
            await EnsureBothAsync();
            await Task.WhenAll(silos.Select(silo => silo.Grains.Lane("a", CronTicks.Lane).Ensure("a")));
            return Notes.Runs.Select(run => run.Id).Distinct().Count() == Ticks;
        });

        // Two silos that do not know of each other have two lanes, too, so that a run may be repeated; but there is one delivery, decided once.
        Assert.Equal(Enumerable.Range(1, Ticks).Select(Id), Notes.Runs.Select(run => run.Id).Distinct().Order(StringComparer.Ordinal));
        await using var last = await CronSilo.StartAsync(Records, Time, Notes, Steps);
        Assert.Equal(Enumerable.Range(1, Ticks).Select(tick => $"00:{tick:00}"), (await last.LedgerAsync("a")).Split(' ').Select(line => line[..5]));

        Task EnsureBothAsync() => Task.WhenAll(silos.Select(silo => silo.EnsureAsync("a")));
    }

    [Fact]
    public async Task Crashes_AtTicks_LoseNoneAndRunOnlyWhatTheyInterrupted()
    {
        const int Ticks = 90;
        await StartAsync(CronSilo.Step("a", Minutely, overlap: Overlap.Queue));
        var crashed = new HashSet<string>();
        for (var tick = 1; tick <= Ticks; tick++)
        {
            // What the tick before left behind is stored.
            AdvanceTo(tick - 0.5);
            await Records.When(names => !names.Any(name => name.StartsWith("inbox-segment/", StringComparison.Ordinal)));
            AdvanceTo(tick);
            if (tick % 3 == 0)
            {
                crashed.Add(Id(tick));
                await RestartAsync(TimeSpan.Zero);
            }

            // As the keepers do: what the silo that died still wrote is a conflict for the schedule and the lane that came after it, which then begin anew when they are called.
            await UntilInTimeAsync(async () =>
            {
                await Silo!.EnsureAsync("a");
                await Silo.Grains.Lane("a", CronTicks.Lane).Ensure("a");
                return Notes.Runs.Select(run => run.Id).Distinct().Count() >= tick && (await CountsAsync("a")) is { Waiting: 0, Running: 0 };
            });
        }

        var runs = Notes.Runs.GroupBy(run => run.Id).ToDictionary(run => run.Key, run => run.Count());
        output.WriteLine($"{Ticks} ticks, {crashed.Count} crashes: {runs.Count} deliveries, {runs.Count(run => run.Value > 1)} of them handled again after the crash that interrupted them.");
        Assert.Equal(Enumerable.Range(1, Ticks).Select(Id), runs.Keys.Order(StringComparer.Ordinal));
        Assert.All(runs, run => Assert.True(run.Value == 1 || crashed.Contains(run.Key), $"{run.Key} ran {run.Value} times."));
    }

    // Once a day by the clock on the wall, whose hour may be missing on that day: then when the clocks change.
    private static List<DateTime> Expected(StepDescription step, DateTime end)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(step.TimeZone!);
        var fields = step.Cron!.Split(' ');
        var time = new TimeSpan(int.Parse(fields[1], null), int.Parse(fields[0], null), 0);
        var now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var done = TimeZoneInfo.ConvertTimeFromUtc(now, zone);
        var expected = new List<DateTime>();
        while ((now = now.AddMinutes(15)) <= end)
        {
            var wall = TimeZoneInfo.ConvertTimeFromUtc(now, zone);
            var due = wall.Date + time;
            if (done < due && due <= wall)
            {
                expected.Add(now);
            }

            done = wall > done ? wall : done;
        }

        return expected;
    }

    private static string Id(int tick) => $"a@{new DateTime(2026, 1, 1).AddMinutes(tick):yyyy-MM-ddTHH:mm:ss}Z.1";

    // To some minutes after the begin.
    private void AdvanceTo(double minutes) => Time.Advance(_began.AddMinutes(minutes) - Time.GetUtcNow());

    // The same where something waits for its next attempt: the clock goes on, but not to the next tick.
    private Task UntilInTimeAsync(Func<Task<bool>> isSo)
    {
        var end = Time.GetUtcNow().AddSeconds(25);
        return Eventually.Is(isSo, () =>
        {
            if (Time.GetUtcNow() < end)
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
            }
        });
    }
}
