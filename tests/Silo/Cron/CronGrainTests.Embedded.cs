using Motia.Grains;
using Motia.Silo.Tests.Records;
using Motia.Tests.Shared;
using Xunit.Abstractions;

namespace Motia.Silo.Tests.Cron;

/// <summary>Cron steps from the clock to the handler. The clock begins on 2026-01-01 at midnight.</summary>
public sealed class CronGrainTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Minutely = "* * * * *";
    private readonly MemoryRecords _records = new();
    private readonly ManualTime _time = new();
    private readonly CronNotes _notes = new();
    private readonly DateTimeOffset _began = new ManualTime().GetUtcNow();
    private StepDescription[] _steps = [];
    private CronSilo? _silo;

    public Task InitializeAsync()
    {
        _notes.Gate.SetResult();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Tick_WhenItIsDue_RunsOnceAndNotBefore()
    {
        await StartAsync(CronSilo.Step("a", Minutely));
        await PassAsync("a", TimeSpan.FromSeconds(59));
        Assert.Empty(_notes.Runs);
        await PassAsync("a", TimeSpan.FromSeconds(1));
        Assert.Equal([new("a", "a@2026-01-01T00:01:00Z.1", 1)], await _notes.WhenAsync(1));
        await PassAsync("a", TimeSpan.FromSeconds(60));

        Assert.Equal(["a@2026-01-01T00:01:00Z.1", "a@2026-01-01T00:02:00Z.1"], (await _notes.WhenAsync(2)).Select(run => run.Id));
        Assert.Equal("00:01:Ran 00:02:Ran", await _silo!.LedgerAsync("a"));
        var status = await _silo.Grains.Cron("a").Read();
        Assert.Equal((3, 2), (status.Next!.Value.Minute, status.Last!.Occurrence.Minute));
    }

    [Fact]
    public async Task Tick_ThatFails_IsTriedAgainAndIsADeadLetterInTheEnd()
    {
        _notes.Failure = new InvalidOperationException("broken");
        await StartAsync(CronSilo.Step("a", "0 0 * * *"));
        await PassAsync("a", TimeSpan.FromHours(24));
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Assert.Equal(attempt, (await _notes.WhenAsync(attempt))[^1].Attempt);
            await UntilAsync(async () => (await CountsAsync("a")) is { Retrying: 1, Running: 0 } or { Dead: 1 });
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(1, (await CountsAsync("a")).Dead);
        Assert.False((await Lane("a").ReadDeadLetter(_notes.Runs[0].Id)).IsEmpty);
        Assert.Equal(QueueOutcome.Done, (await Lane("a").Redrive(_notes.Runs[0].Id)).Outcome);
        Assert.Equal(1, (await _notes.WhenAsync(5))[^1].Attempt);
    }

    [Fact]
    public async Task Lane_ThatDoesNotTakeATick_GetsItLaterUnderTheSameId()
    {
        await StartAsync(CronSilo.Step("a", "0 0 * * *", overlap: Overlap.Allow));
        _records.Fails = name => name.StartsWith("inbox", StringComparison.Ordinal);
        await PassAsync("a", TimeSpan.FromHours(24));
        Assert.Equal("00:00:Ran?", await _silo!.LedgerAsync("a"));
        Assert.Empty(_notes.Runs);
        _records.Fails = _ => false;
        await PassAsync("a", TimeSpan.FromSeconds(1));

        Assert.Equal(["a@2026-01-02T00:00:00Z.1"], (await _notes.WhenAsync(1)).Select(run => run.Id));
        Assert.Equal("00:00:Ran", await _silo.LedgerAsync("a"));
    }

    [Fact]
    public async Task Killed_BetweenTheDecisionAndTheLane_RunsAfterTheStartWhateverIsCaughtUp()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.None));
        _records.Fails = name => name.StartsWith("inbox", StringComparison.Ordinal);
        await PassAsync("a", TimeSpan.FromMinutes(1));
        await RestartAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["a@2026-01-01T00:01:00Z.1"], (await _notes.WhenAsync(1)).Select(run => run.Id));
        Assert.Equal("00:01:Ran 00:02:SkippedMissed 00:03:SkippedMissed", await _silo!.LedgerAsync("a"));
    }

    [Fact]
    public async Task Failed_BetweenTheLaneAndTheLedger_RunsOnce()
    {
        await StartAsync(CronSilo.Step("a", Minutely));
        var saves = 0;
        _records.Fails = name => name.StartsWith("cron/", StringComparison.Ordinal) && ++saves == 2;
        await PassAsync("a", TimeSpan.FromMinutes(1));
        await _notes.WhenAsync(1);
        await UntilAsync(async () =>
        {
            await _silo!.EnsureAsync("a");
            return await _silo.LedgerAsync("a") == "00:01:Ran";
        });

        Assert.Equal(3, saves);
        await PassAsync("a", TimeSpan.FromMinutes(1));
        Assert.Equal(["a@2026-01-01T00:01:00Z.1", "a@2026-01-01T00:02:00Z.1"], (await _notes.WhenAsync(2)).Select(run => run.Id));
    }

    [Fact]
    public async Task Save_ThatFailsOnceAtATick_DoesNotMakeItMissed()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.None));
        var saves = 0;
        _records.Fails = name => name.StartsWith("cron/", StringComparison.Ordinal) && ++saves == 1;
        await PassAsync("a", TimeSpan.FromMinutes(1));
        await UntilAsync(async () =>
        {
            await _silo!.EnsureAsync("a");
            return await _silo.LedgerAsync("a") is { Length: > 0 } ledger && !ledger.EndsWith('?');
        });

        Assert.Equal("00:01:Ran", await _silo!.LedgerAsync("a"));
        await _notes.WhenAsync(1);
    }

    [Fact]
    public async Task Silo_ThatHadTheStepWhenItWasDue_TakesOverInTime()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.None));
        var first = _silo!;
        _silo = await CronSilo.StartAsync(_records, _time, _notes, _steps);
        await first.DisposeAsync();
        await PassAsync("a", TimeSpan.FromSeconds(65));

        Assert.Equal("00:01:Ran", await _silo.LedgerAsync("a"));
        await _notes.WhenAsync(1);
    }

    [Fact]
    public async Task Lane_ThatTakesLongToComeUp_DoesNotPutWhatWasMissedOnTime()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.None));
        await _silo!.DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(70));
        var held = new HeldRecords(_records) { Holds = state => state == "inbox" };
        _silo = await CronSilo.StartAsync(held, _time, _notes, _steps);
        var ensured = _silo.EnsureAsync("a");
        await held.IsRead;
        await _silo.Grains.Cron("a").Read();
        _time.Advance(TimeSpan.FromSeconds(20));
        held.Gate.SetResult();
        await ensured;
        await PassAsync("a", TimeSpan.FromSeconds(1));

        Assert.Equal("00:01:SkippedMissed", await _silo.LedgerAsync("a"));
    }

    [Theory]
    [InlineData(CatchUp.None, "00:01:SkippedMissed 00:02:SkippedMissed 00:03:SkippedMissed")]
    [InlineData(CatchUp.Last, "00:01:SkippedForLater 00:02:SkippedForLater 00:03:CaughtUp", "03")]
    [InlineData(CatchUp.All, "00:01:CaughtUp 00:02:CaughtUp 00:03:CaughtUp", "01", "02", "03")]
    public async Task Occurrences_WhileNothingRan_GoByCatchUpInOrder(CatchUp catchUp, string ledger, params string[] minutes)
    {
        await StartAsync(CronSilo.Step("a", Minutely, catchUp));
        await RestartAsync(TimeSpan.FromMinutes(3.5));
        await _notes.WhenAsync(minutes.Length);

        Assert.Equal(ledger, await _silo!.LedgerAsync("a"));
        Assert.Equal(minutes.Select(minute => $"a@2026-01-01T00:{minute}:00Z.1"), _notes.Runs.Select(run => run.Id));
        await PassAsync("a", TimeSpan.FromSeconds(30));
        Assert.Equal("a@2026-01-01T00:04:00Z.1", (await _notes.WhenAsync(minutes.Length + 1))[^1].Id);
    }

    [Fact]
    public async Task Occurrences_OfALongOutage_AreCaughtUpToAHundredAndAccountedFor()
    {
        await StartAsync(CronSilo.Step("a", Minutely, CatchUp.All));
        await RestartAsync(TimeSpan.FromDays(3));
        var runs = await _notes.WhenAsync(100);
        var ledger = await _silo!.LedgerAsync("a");

        Assert.StartsWith($"00:01:SkippedBeyondLimit*{(3 * 24 * 60) - 100} 22:21:CaughtUp ", ledger, StringComparison.Ordinal);
        Assert.Equal(101, ledger.Split(' ').Length);
        Assert.Equal(runs.Select(run => run.Id).Order(StringComparer.Ordinal), runs.Select(run => run.Id));
    }

    [Theory]
    [InlineData(Overlap.Skip, "00:01:Ran 00:02:SkippedOverlap 00:03:SkippedOverlap", 1, 1)]
    [InlineData(Overlap.Queue, "00:01:Ran 00:02:Ran 00:03:Ran", 1, 3)]
    [InlineData(Overlap.Allow, "00:01:Ran 00:02:Ran 00:03:Ran", 3, 3)]
    public async Task Occurrences_WhileAnEarlierOneRuns_GoByOverlap(Overlap overlap, string ledger, int beside, int inTheEnd)
    {
        _notes.Gate = new();
        await StartAsync(CronSilo.Step("a", Minutely, overlap: overlap));
        for (var minute = 1; minute <= 3; minute++)
        {
            await PassAsync("a", TimeSpan.FromMinutes(1));
            await _notes.WhenAsync(Math.Min(minute, beside));
        }

        Assert.Equal(ledger, await _silo!.LedgerAsync("a"));
        Assert.Equal(beside, _notes.Runs.Count);
        _notes.Gate.SetResult();
        Assert.Equal(inTheEnd, (await _notes.WhenAsync(inTheEnd)).Select(run => run.Id).Distinct().Count());
        await UntilAsync(async () => (await CountsAsync("a")).Done == inTheEnd);
        await PassAsync("a", TimeSpan.FromMinutes(1));
        Assert.Equal("a@2026-01-01T00:04:00Z.1", (await _notes.WhenAsync(inTheEnd + 1))[^1].Id);
    }

    [Fact]
    public async Task Occurrence_AfterTheClockWasSetBack_IsOnTimeAlthoughTheSiloBeganLater()
    {
        _time.Set(TimeSpan.FromDays(3));
        await StartAsync(CronSilo.Step("a", "0 12 * * *", CatchUp.None));
        _time.Set(TimeSpan.FromDays(-3));
        await _silo!.EnsureAsync("a");
        await PassAsync("a", TimeSpan.FromHours(12));

        Assert.Equal("12:00:Ran", await _silo.LedgerAsync("a"));
        await _notes.WhenAsync(1);
    }

    [Fact]
    public async Task Occurrence_ThatTheClockShowsAgain_RunsOnce()
    {
        await StartAsync(CronSilo.Step("a", "0 * * * *", CatchUp.All));
        await PassAsync("a", TimeSpan.FromHours(1));
        await _notes.WhenAsync(1);
        _time.Set(TimeSpan.FromMinutes(-30));
        await PassAsync("a", TimeSpan.FromMinutes(30));
        Assert.Equal("01:00:Ran", await _silo!.LedgerAsync("a"));
        await PassAsync("a", TimeSpan.FromHours(1));

        Assert.Equal("01:00:Ran 02:00:Ran", await _silo.LedgerAsync("a"));
        Assert.Equal(["a@2026-01-01T01:00:00Z.1", "a@2026-01-01T02:00:00Z.1"], (await _notes.WhenAsync(2)).Select(run => run.Id));
    }

    [Fact]
    public async Task Clock_SetOn_OccurrencesThatItSkippedWereMissed()
    {
        await StartAsync(CronSilo.Step("a", "0 * * * *"));
        await PassAsync("a", TimeSpan.FromMinutes(30));
        _time.Set(TimeSpan.FromHours(3));
        await _silo!.EnsureAsync("a");

        Assert.Equal("01:00:SkippedForLater 02:00:SkippedForLater 03:00:CaughtUp", await _silo.LedgerAsync("a"));
        await _notes.WhenAsync(1);
    }

    [Fact]
    public async Task Clock_SetBackByMoreThanADay_BeginsTheScheduleAnew()
    {
        await StartAsync(CronSilo.Step("a", "0 * * * *", CatchUp.All));
        _time.Set(TimeSpan.FromDays(400));
        await _silo!.EnsureAsync("a");
        await _notes.WhenAsync(100);
        _time.Set(TimeSpan.FromDays(-400));
        await PassAsync("a", TimeSpan.FromMinutes(59));
        Assert.Equal(1, (await _silo.Grains.Cron("a").Read()).Next!.Value.Hour);
        await PassAsync("a", TimeSpan.FromMinutes(1));

        Assert.Equal("a@2026-01-01T01:00:00Z.1", (await _notes.WhenAsync(101))[^1].Id);
        Assert.EndsWith(" 01:00:Ran", await _silo.LedgerAsync("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AYearAway_EverySecondWithCatchUpOfAll_RunsAHundredAndGoesOn()
    {
        await StartAsync(CronSilo.Step("a", "* * * * * *", CatchUp.All, Overlap.Queue));
        await RestartAsync(TimeSpan.FromDays(365));
        var runs = await _notes.WhenAsync(100);
        await PassAsync("a", TimeSpan.FromSeconds(1));

        Assert.Equal("a@2027-01-01T00:00:01Z.1", (await _notes.WhenAsync(101))[^1].Id);
        Assert.StartsWith("00:00:SkippedBeyondLimit*10000 23:58:CaughtUp ", await _silo!.LedgerAsync("a"), StringComparison.Ordinal);
        Assert.Equal("a@2026-12-31T23:58:21Z.1", runs[0].Id);
    }

    [Fact]
    public async Task RunNow_WhileTheLaneTakesNothing_IsNotedUpToABound()
    {
        await StartAsync(CronSilo.Step("a", "0 0 * * *", overlap: Overlap.Allow));
        _records.Fails = name => name.StartsWith("inbox", StringComparison.Ordinal);
        for (var i = 0; i < 100; i++)
        {
            var noted = await _silo!.Grains.Cron("a").RunNow();
            Assert.Contains("It is noted", noted.Message, StringComparison.Ordinal);
        }

        var refused = await _silo!.Grains.Cron("a").RunNow();
        Assert.Equal((QueueOutcome.Unavailable, ""), (refused.Outcome, refused.DeliveryId));
        Assert.Contains("100 runs wait already", refused.Message, StringComparison.Ordinal);
        _records.Fails = _ => false;
        await PassAsync("a", TimeSpan.FromSeconds(1));
        Assert.Equal(100, (await _notes.WhenAsync(100)).Select(run => run.Id).Distinct().Count());
        Assert.Equal(QueueOutcome.Done, (await _silo.Grains.Cron("a").RunNow()).Outcome);
    }

    [Fact]
    public async Task RunNow_WhileTheLaneHangs_SaysThatItIsNotedBeforeTheCallTimesOut()
    {
        var held = new HeldRecords(_records) { Holds = state => state == "inbox" };
        _silo = await CronSilo.StartAsync(held, _time, _notes, CronSilo.Step("a", "0 0 * * *"));
        var cron = _silo.Grains.Cron("a");
        await cron.Ensure();
        var run = cron.RunNow();
        await held.IsRead;

        // It comes between: the grain waits for the lane by then.
        await cron.Read();
        _time.Advance(TimeSpan.FromSeconds(10));
        var answer = await run.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("It is noted", answer.Message, StringComparison.Ordinal);
        Assert.Equal("00:00:Manual?", await _silo.LedgerAsync("a"));
        held.Gate.SetResult();
        await PassAsync("a", TimeSpan.FromSeconds(1));
        Assert.Equal([answer.DeliveryId], (await _notes.WhenAsync(1)).Select(one => one.Id));
        Assert.Equal("00:00:Manual", await _silo.LedgerAsync("a"));
    }

    [Fact]
    public async Task RunNow_ThatTheLaneHasAndTheLedgerDoesNotSave_DoesNotAskForAnother()
    {
        await StartAsync(CronSilo.Step("a", "0 0 * * *"));
        var saves = 0;
        _records.Fails = name => name.StartsWith("cron/", StringComparison.Ordinal) && ++saves == 2;
        var answer = await _silo!.Grains.Cron("a").RunNow();

        Assert.Contains("look at /__motia/cron/ledger before you repeat the call", answer.Message, StringComparison.Ordinal);
        await _notes.WhenAsync(1);
    }

    [Fact]
    public async Task Tick_WhileTheLaneHangs_LeavesTheScheduleToOthersInTime()
    {
        var held = new HeldRecords(_records) { Holds = state => state == "inbox" };
        _silo = await CronSilo.StartAsync(held, _time, _notes, CronSilo.Step("a", Minutely, CatchUp.None));
        await PassAsync("a", TimeSpan.FromSeconds(30));
        _time.Set(TimeSpan.FromSeconds(30));
        var ensured = _silo.EnsureAsync("a");
        await held.IsRead;
        await _silo.Grains.Cron("a").Read();
        _time.Advance(TimeSpan.FromSeconds(10));
        await ensured;
        held.Gate.SetResult();
        await PassAsync("a", TimeSpan.FromSeconds(1));

        Assert.Equal("00:01:Ran", await _silo.LedgerAsync("a"));
    }

    [Fact]
    public async Task Tick_WhileAnEarlierOneWaitsForItsNextAttempt_Overlaps()
    {
        _notes.Failure = new InvalidOperationException("broken");
        await StartAsync(CronSilo.Step("a", "* * * * * *"));
        await PassAsync("a", TimeSpan.FromSeconds(1));
        await UntilAsync(async () => await CountsAsync("a") is { Retrying: 1, Running: 0 });
        _notes.Failure = null;
        await PassAsync("a", TimeSpan.FromMilliseconds(100));
        _time.Set(TimeSpan.FromSeconds(1));
        await _silo!.EnsureAsync("a");

        Assert.StartsWith("00:00:Ran 00:00:SkippedOverlap", await _silo.LedgerAsync("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expression_ThatIsChanged_TakesEffectAtOnceAndCatchesUpNothing()
    {
        await StartAsync(CronSilo.Step("a", "0 12 * * *", CatchUp.All));
        _time.Advance(TimeSpan.FromHours(11.5));
        await LoadAsync(CronSilo.Step("a", "45 * * * *", CatchUp.All));
        Assert.Empty(_notes.Runs);
        await PassAsync("a", TimeSpan.FromMinutes(15));

        Assert.Equal(["a@2026-01-01T11:45:00Z.1"], (await _notes.WhenAsync(1)).Select(run => run.Id));
        Assert.Equal("11:45:Ran", await _silo!.LedgerAsync("a"));
    }

    [Fact]
    public async Task Step_ThatIsRemoved_DoesNotTickAndKeepsItsLedger()
    {
        await StartAsync(CronSilo.Step("a", Minutely));
        await PassAsync("a", TimeSpan.FromMinutes(1));
        await _notes.WhenAsync(1);
        _silo!.Load();
        for (var i = 0; i < 5; i++)
        {
            await PassAsync("a", TimeSpan.FromMinutes(1));
        }

        Assert.Single(_notes.Runs);
        Assert.Equal("00:01:Ran", await _silo.LedgerAsync("a"));
        Assert.Null((await _silo.Grains.Cron("a").Read()).Next);
        Assert.Equal(QueueOutcome.Missing, (await _silo.Grains.Cron("a").RunNow()).Outcome);
        await LoadAsync(CronSilo.Step("a", Minutely));
        Assert.Equal("a@2026-01-01T00:06:00Z.1", (await _notes.WhenAsync(2))[^1].Id);
    }

    [Fact]
    public async Task RunNow_BesideTheSchedule_RunsUnderAnIdOfItsOwn()
    {
        await StartAsync(CronSilo.Step("a: b/c", "0 0 * * *"));
        var answers = new[] { await _silo!.Grains.Cron("a: b/c").RunNow(), await _silo.Grains.Cron("a: b/c").RunNow() };
        var runs = await _notes.WhenAsync(2);

        Assert.All(answers, answer => Assert.Equal(QueueOutcome.Done, answer.Outcome));
        Assert.Equal(answers.Select(answer => answer.DeliveryId), runs.Select(run => run.Id));
        Assert.Equal(answers.Select(answer => $"a--b-c@{answer.TraceId}.1"), runs.Select(run => run.Id));
        Assert.Equal("00:00:Manual 00:00:Manual", await _silo.LedgerAsync("a: b/c"));
    }

    [Fact]
    public async Task AYear_OfDailyTicks_EveryOccurrenceIsOneDelivery()
    {
        string[] zones = ["Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Antarctica/Troll", "Pacific/Chatham", "America/New_York"];
        string[] expressions = ["0 2 * * *", "0 0 * * *", "0 0 * * *", "0 0 * * *", "30 2 * * *", "30 1 * * *", "30 3 * * *", "30 1 * * *"];
        await StartAsync([.. zones.Zip(expressions, (zone, cron) => CronSilo.Step(zone, cron, overlap: Overlap.Queue, timeZone: zone))]);
        var end = _time.GetUtcNow().AddYears(1).UtcDateTime;
        var expected = _steps.ToDictionary(step => step.Name, step => Expected(step, end));
        var done = _steps.ToDictionary(step => step.Name, _ => 0);
        foreach (var (due, steps) in expected.SelectMany(step => step.Value.Select(due => (due, Step: step.Key))).GroupBy(tick => tick.due, tick => tick.Step).OrderBy(tick => tick.Key).Select(tick => (tick.Key, tick)))
        {
            _time.Advance(due - _time.GetUtcNow().UtcDateTime);
            await Task.WhenAll(steps.Select(async step =>
            {
                await _silo!.EnsureAsync(step);
                done[step]++;

                // Otherwise the clock would leap over the time that its handler has.
                await UntilAsync(async () => (await CountsAsync(step)).Done == done[step]);
            }));
        }

        output.WriteLine("2026, from the clock to the handler");
        output.WriteLine($"{"time zone",-22}{"expression",-14}{"ticks",8}{"run once",10}{"skipped",9}{"doubled",9}");
        foreach (var step in _steps)
        {
            var runs = _notes.Runs.Where(run => run.Step == step.Name).GroupBy(run => run.Id[..run.Id.LastIndexOf('.')]).ToDictionary(run => run.Key, run => run.Count());
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
        await using var other = await CronSilo.StartAsync(_records, _time, _notes, _steps);
        CronSilo[] silos = [_silo!, other];
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
            return _notes.Runs.Select(run => run.Id).Distinct().Count() == Ticks;
        });

        // Two silos that do not know of each other have two lanes, too, so that a run may be repeated; but there is one delivery, decided once.
        Assert.Equal(Enumerable.Range(1, Ticks).Select(Id), _notes.Runs.Select(run => run.Id).Distinct().Order(StringComparer.Ordinal));
        await using var last = await CronSilo.StartAsync(_records, _time, _notes, _steps);
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
            await _records.When(names => !names.Any(name => name.StartsWith("inbox-segment/", StringComparison.Ordinal)));
            AdvanceTo(tick);
            if (tick % 3 == 0)
            {
                crashed.Add(Id(tick));
                await RestartAsync(TimeSpan.Zero);
            }

            // As the keeper does: what the silo that died still wrote is a conflict for the one that came after it, which then begins anew.
            await UntilInTimeAsync(async () =>
            {
                await _silo!.EnsureAsync("a");
                return _notes.Runs.Select(run => run.Id).Distinct().Count() >= tick && (await CountsAsync("a")) is { Waiting: 0, Running: 0 };
            });
        }

        var runs = _notes.Runs.GroupBy(run => run.Id).ToDictionary(run => run.Key, run => run.Count());
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

    private IEventStepGrain Lane(string step) => _silo!.Grains.Lane(step, CronTicks.Lane);

    private async Task<QueueCounts> CountsAsync(string step) => (await Lane(step).Count()).SingleOrDefault() ?? new("", 0, 0, 0, 0, 0);

    private async Task StartAsync(params StepDescription[] steps)
    {
        _steps = steps;
        _silo = await CronSilo.StartAsync(_records, _time, _notes, steps);
        await Task.WhenAll(steps.Select(step => _silo.EnsureAsync(step.Name)));
    }

    private async Task LoadAsync(params StepDescription[] steps)
    {
        _silo!.Load(steps);
        await Task.WhenAll(steps.Select(step => _silo.EnsureAsync(step.Name)));
    }

    private async Task RestartAsync(TimeSpan pause)
    {
        await _silo!.DisposeAsync();
        _records.Fails = _ => false;
        _time.Advance(pause);
        await StartAsync(_steps);
    }

    private async Task PassAsync(string step, TimeSpan time)
    {
        _time.Advance(time);
        await _silo!.EnsureAsync(step);
    }

    // To some minutes after the begin.
    private void AdvanceTo(double minutes) => _time.Advance(_began.AddMinutes(minutes) - _time.GetUtcNow());

    // The same where something waits for its next attempt: the clock goes on, but not to the next tick.
    private Task UntilInTimeAsync(Func<Task<bool>> isSo)
    {
        var end = _time.GetUtcNow().AddSeconds(25);
        return UntilAsync(async () =>
        {
            if (await isSo())
            {
                return true;
            }

            if (_time.GetUtcNow() < end)
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
            }

            return false;
        });
    }

    // What follows from what was done already, in turns that nobody waits for.
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
