using System.Net;
using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Cluster;

/// <summary>Cron steps on two silos and one PostgreSQL database.</summary>
public sealed class TwoSilosCronTests(ITestOutputHelper output) : IDisposable
{
    private const int TicksBeforeTheKill = 10;
    private const int TicksAfterIt = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly string[] Steps = ["Beat", "Pulse", "Clock"];
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [ClusterFact]
    public async Task OneOfTwoSilos_KilledAtATick_EveryOccurrenceIsOneDeliveryAndIsHandled()
    {
        await using var database = await ClusterDatabase.CreateAsync();
        ClusterSilo.Connect(_project, database);
        foreach (var step in Steps)
        {
            _project.Write($"steps/{step}.step.cs", StepOf(step));
        }

        await using var first = await ClusterSilo.StartAsync(_project, "first");
        await using var second = await ClusterSilo.StartAsync(_project, "second");

        // A handler that has just noted its tick is not known to have ended.
        await Eventually.Finds(() => Notes("first"), lines => lines.Count >= TicksBeforeTheKill * Steps.Length, Limit);
        var before = Notes("first").Length;
        await Eventually.Answers(() => Task.FromResult(Notes("first").Length), lines => lines > before, Limit);
        await first.KillAsync();

        foreach (var step in Steps)
        {
            await Eventually.Answers(
                async () => new Found<string?>([.. (await LedgerAsync(second, step)).Select(line => (string?)line["outcome"])]),
                outcomes => outcomes.Items.Contains("caughtUp") && outcomes.Items.TakeWhile(outcome => outcome == "ran").Count() >= TicksAfterIt,
                Limit);
            var ledger = await second.Http.LedgerAsync(step);
            var ids = ledger.Select(line => (string)line["deliveryId"]!).ToHashSet();
            await Eventually.Answers(() => Task.FromResult(ids.Except(Notes("first")).Except(Notes("second")).Count()), missing => missing == 0, Limit);

            var notes = Notes("first").Concat(Notes("second")).Where(ids.Contains).GroupBy(id => id).ToDictionary(id => id.Key, id => id.Count());
            var times = ledger.Reverse().Select(line => (DateTime)line["occurrence"]!).ToArray();
            output.WriteLine(
                $"{step}: {ledger.Count} occurrences, {Notes("first").Count(ids.Contains)} handled by the first silo and {Notes("second").Count(ids.Contains)} by the second, "
                + $"{ledger.Count(line => (string?)line["outcome"] == "caughtUp")} caught up, {notes.Values.Count(count => count > 1)} handled again after the kill.");
            Assert.Equal(ledger.Count, ids.Count);
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(1), pair.Second - pair.First));
            Assert.True(notes.Values.Sum() <= ids.Count + 1, "Only the run that the kill interrupted may come twice.");
        }
    }

    // Until the second silo knows that the first is dead, it says that the schedule does not answer.
    private static async Task<IReadOnlyList<JsonNode>> LedgerAsync(SiloProcess silo, string step)
    {
        using var answer = await silo.Http.SendAsync($"GET /__motia/cron/ledger?step={step}&limit=1");
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable ? [] : await silo.Http.LedgerAsync(step);
    }

    private string[] Notes(string silo) => ClusterSilo.NotesOf(_project, silo);

    // What is noted is on the disk before the handler ends.
    private static string StepOf(string name) => $$"""
        using Motia;

        public static class {{name}}
        {
            public static readonly CronStep Config = new() { Name = "{{name}}", Cron = "* * * * * *", CatchUp = CatchUp.All, Overlap = Overlap.Queue };

            public static void Handler(StepContext context)
            {
                using var file = new System.IO.FileStream(System.Environment.GetEnvironmentVariable("NOTES")!, System.IO.FileMode.Append, System.IO.FileAccess.Write, System.IO.FileShare.ReadWrite, 1);
                file.Write(System.Text.Encoding.UTF8.GetBytes(context.Delivery!.Id + "\n"));
                file.Flush(flushToDisk: true);
            }
        }
        """;
}
