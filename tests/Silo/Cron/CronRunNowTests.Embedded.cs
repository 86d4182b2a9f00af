using Motia.Grains;

namespace Motia.Silo.Tests.Cron;

/// <summary>Runs that a person begins.</summary>
public sealed class CronRunNowTests : CronScenario
{
    [Fact]
    public async Task RunNow_BesideTheSchedule_RunsUnderAnIdOfItsOwn()
    {
        await StartAsync(CronSilo.Step("a: b/c", "0 0 * * *"));
        var answers = new[] { await Silo!.Grains.Cron("a: b/c").RunNow(), await Silo.Grains.Cron("a: b/c").RunNow() };
        var runs = await Notes.WhenAsync(2);

        Assert.All(answers, answer => Assert.Equal(QueueOutcome.Done, answer.Outcome));
        Assert.Equal(answers.Select(answer => answer.DeliveryId), runs.Select(run => run.Id));
        Assert.Equal(answers.Select(answer => $"a--b-c@{answer.TraceId}.1"), runs.Select(run => run.Id));
        Assert.Equal("00:00:Manual 00:00:Manual", await Silo.LedgerAsync("a: b/c"));
    }

    [Fact]
    public async Task RunNow_WhileTheLaneTakesNothing_IsNotedUpToABound()
    {
        await StartAsync(CronSilo.Step("a", "0 0 * * *", overlap: Overlap.Allow));
        Records.Fails = name => name.StartsWith("inbox", StringComparison.Ordinal);
        for (var i = 0; i < 100; i++)
        {
            var noted = await Silo!.Grains.Cron("a").RunNow();
            Assert.Contains("It is noted", noted.Message, StringComparison.Ordinal);
        }

        var refused = await Silo!.Grains.Cron("a").RunNow();
        Assert.Equal((QueueOutcome.Unavailable, ""), (refused.Outcome, refused.DeliveryId));
        Assert.Contains("100 runs wait already", refused.Message, StringComparison.Ordinal);
        Records.Fails = _ => false;
        await PassAsync("a", TimeSpan.FromSeconds(1));
        Assert.Equal(100, (await Notes.WhenAsync(100)).Select(run => run.Id).Distinct().Count());
        Assert.Equal(QueueOutcome.Done, (await Silo.Grains.Cron("a").RunNow()).Outcome);
    }

    [Fact]
    public async Task RunNow_WhileTheLaneHangs_SaysThatItIsNotedBeforeTheCallTimesOut()
    {
        var held = new HeldRecords(Records) { Holds = state => state == "inbox" };
        Silo = await CronSilo.StartAsync(held, Time, Notes, CronSilo.Step("a", "0 0 * * *"));
        var cron = Silo.Grains.Cron("a");
        await cron.Ensure();
        var run = cron.RunNow();
        await held.IsRead;

        // It comes between: the grain waits for the lane by then.
        await cron.Read();
        Time.Advance(TimeSpan.FromSeconds(10));
        var answer = await run.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("It is noted", answer.Message, StringComparison.Ordinal);
        Assert.Equal("00:00:Manual?", await Silo.LedgerAsync("a"));
        held.Gate.SetResult();
        await PassAsync("a", TimeSpan.FromSeconds(1));
        Assert.Equal([answer.DeliveryId], (await Notes.WhenAsync(1)).Select(one => one.Id));
        Assert.Equal("00:00:Manual", await Silo.LedgerAsync("a"));
    }

    [Fact]
    public async Task RunNow_ThatTheLaneHasAndTheLedgerDoesNotSave_DoesNotAskForAnother()
    {
        await StartAsync(CronSilo.Step("a", "0 0 * * *"));
        var saves = 0;
        Records.Fails = name => name.StartsWith("cron/", StringComparison.Ordinal) && ++saves == 2;
        var answer = await Silo!.Grains.Cron("a").RunNow();

        Assert.Contains("look at /__motia/cron/ledger before you repeat the call", answer.Message, StringComparison.Ordinal);
        await Notes.WhenAsync(1);
    }
}
