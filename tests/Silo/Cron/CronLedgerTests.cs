using Motia.Grains;
using Motia.Silo.Cron;
using Motia.Silo.Tests.Records;
using Orleans.Storage;

namespace Motia.Silo.Tests.Cron;

public sealed class CronLedgerTests
{
    private const int Kept = CronLedger.InPart * CronLedger.Parts;
    private static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
    private readonly MemoryRecords _records = new();

    [Fact]
    public async Task Entries_OfEveryKind_AreReadBackAsTheyWere()
    {
        var ledger = await LoadAsync();
        ledger.Begin("a: step/1", 7, "* * * * * Etc/UTC", Noon);
        CronEntry[] entries =
        [
            ledger.Add(new(Noon, CronOutcome.SkippedMissed, 500, Noon.AddHours(1)), Noon.AddHours(2), "trace1"),
            ledger.Add(new(Noon.AddHours(1), CronOutcome.CaughtUp), Noon.AddHours(2), "trace2"),
            ledger.Add(new(Noon.AddTicks(1), CronOutcome.Manual), Noon.AddTicks(2), "trace3"),
        ];
        ledger.Last = Noon.AddHours(1);
        await ledger.SaveAsync();
        var again = await LoadAsync();

        Assert.Equal(entries.Reverse(), (await again.ReadAsync(0, 10)).Entries);
        Assert.Equal(entries[1..], again.Pending);
        Assert.Equal(["", "a--step-1@2026-03-02T13:00:00Z.7", "a--step-1@trace3.7"], entries.Select(entry => entry.DeliveryId));
        Assert.Equal(("a: step/1", 7, "* * * * * Etc/UTC", Noon.AddHours(1)), (again.Step, again.Subscription, again.Schedule, again.Last));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(101)]
    public async Task Ledger_OfManyEntries_KeepsTheNewestInOrder(int atOnce)
    {
        var ledger = await LoadAsync();
        ledger.Begin("step", 1, "", Noon);
        var count = 0;
        while (count < 2 * Kept)
        {
            for (var i = 0; i < atOnce; i++, count++)
            {
                ledger.Add(new(Noon.AddMinutes(count), CronOutcome.Ran), Noon, "trace");
            }

            await ledger.SaveAsync();
            ledger.Settle();
            await ledger.SaveAsync();
        }

        foreach (var reader in new[] { ledger, await LoadAsync() })
        {
            var numbers = new List<long>();
            long before = 0;
            do
            {
                var page = await reader.ReadAsync(before, 100);
                Assert.All(page.Entries, entry => Assert.Equal(Noon.AddMinutes(entry.Number), entry.Occurrence));
                numbers.AddRange(page.Entries.Select(entry => entry.Number));
                before = page.Next;
            }
            while (before > 0);

            Assert.InRange(numbers.Count, Kept, Kept + CronLedger.InPart);
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(back => (long)count - back), numbers);
        }

        Assert.Equal(CronLedger.Parts + 1, _records.Names.Count);
    }

    [Fact]
    public async Task Ledger_OfWhatIsNotHandedOver_StaysInTheOneRecord()
    {
        var ledger = await LoadAsync();
        ledger.Begin("step", 1, "", Noon);
        for (var i = 0; i < 3 * CronLedger.InPart; i++)
        {
            ledger.Add(new(Noon.AddMinutes(i), CronOutcome.CaughtUp), Noon, "trace");
        }

        await ledger.SaveAsync();
        Assert.Equal(3 * CronLedger.InPart, (await LoadAsync()).Pending.Count);
        Assert.Single(_records.Names);
        ledger.Settle();
        await ledger.SaveAsync();
        Assert.Empty((await LoadAsync()).Pending);
    }

    [Fact]
    public async Task Save_ThatFailedBetweenAPartAndTheRecord_IsRepeatedByTheNextActivation()
    {
        var ledger = await LoadAsync();
        ledger.Begin("step", 1, "", Noon);
        for (var i = 0; i < CronLedger.InPart; i++)
        {
            ledger.Add(new(Noon.AddMinutes(i), CronOutcome.SkippedMissed), Noon, "");
        }

        await ledger.SaveAsync();
        ledger.Add(new(Noon.AddHours(1), CronOutcome.SkippedMissed), Noon, "");
        _records.Fails = name => name.StartsWith("cron/", StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(ledger.SaveAsync);
        _records.Fails = _ => false;
        var again = await LoadAsync();
        Assert.Equal(CronLedger.InPart, (await again.ReadAsync(0, 1000)).Entries.Length);
        again.Add(new(Noon.AddHours(1), CronOutcome.SkippedMissed), Noon, "");
        await again.SaveAsync();

        Assert.Equal(CronLedger.InPart + 1, (await (await LoadAsync()).ReadAsync(0, 1000)).Entries.Select(entry => entry.Number).Distinct().Count());
    }

    [Fact]
    public async Task Activation_ThatCannotSave_LeavesTheEntriesOfTheOtherOne()
    {
        var stale = await LoadAsync();
        stale.Begin("step", 1, "", Noon);
        for (var i = 0; i < CronLedger.InPart - 1; i++)
        {
            stale.Add(new(Noon.AddMinutes(i), CronOutcome.SkippedMissed), Noon, "");
        }

        await stale.SaveAsync();
        var other = await LoadAsync();
        for (var i = 0; i < 3; i++)
        {
            other.Add(new(Noon.AddHours(1 + i), CronOutcome.SkippedMissed), Noon, "");
            await other.SaveAsync();
        }

        stale.Add(new(Noon.AddHours(5), CronOutcome.SkippedOverlap), Noon, "");
        stale.Add(new(Noon.AddHours(6), CronOutcome.SkippedOverlap), Noon, "");
        await Assert.ThrowsAsync<InconsistentStateException>(stale.SaveAsync);

        var entries = (await (await LoadAsync()).ReadAsync(0, 1000)).Entries;
        Assert.Equal(CronLedger.InPart + 2, entries.Length);
        Assert.All(entries, entry => Assert.Equal(CronOutcome.SkippedMissed, entry.Outcome));
    }

    [Fact]
    public async Task Read_WhileASaveIsUnderWay_AnswersWhatIsDurable()
    {
        var ledger = await LoadAsync();
        ledger.Begin("step", 1, "", Noon);
        ledger.Add(new(Noon, CronOutcome.SkippedMissed), Noon, "");
        Assert.Empty((await ledger.ReadAsync(0, 10)).Entries);
        Assert.Null(ledger.Newest);
        await ledger.SaveAsync();

        Assert.Single((await ledger.ReadAsync(0, 10)).Entries);
        Assert.Equal(Noon, ledger.Newest!.Occurrence);
    }

    private async Task<CronLedger> LoadAsync()
    {
        var ledger = new CronLedger(new(_records, GrainId.Create("cron", GrainKeys.Step("step"))));
        await ledger.LoadAsync();
        return ledger;
    }
}
