using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>What runs after what, and how much runs at a time.</summary>
public sealed class FifoTests(FifoTests.Shared shared, ITestOutputHelper output) : IClassFixture<FifoTests.Shared>
{
    private const int Groups = 12;
    private const int EventsOfAGroup = 20;
    private const int MostAtATime = 10;
    private readonly HttpClient _http = shared.Http;
    private readonly ProjectFolder _project = shared.Project;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Close("random").Close("poison").Close("waits").Close("many").Backoff("00:00:00.01")
            .Event("Random", "random", """
                Notes.Add("Random", context, $"in {input!["group"]} {input["n"]}");
                if ((int)input["n"]! == 0) { await Gate.Pass("random"); }
                for (var turn = 0; turn < (int)input["turns"]!; turn++) { await Task.Yield(); }
                Notes.Add("Random", context, $"out {input["group"]} {input["n"]}");
                if (context.Delivery!.Attempt <= (int)input["failures"]!) { throw new InvalidOperationException(); }
                """, queue: "Type = QueueType.Fifo")
            .Event("Poisoned", "poisoned", """
                Notes.Add("Poisoned", context, input);
                if ((string)input! != "poison") { return; }
                if (context.Delivery!.Attempt == 2) { await Gate.Pass("poison"); }
                throw new InvalidOperationException();
                """, queue: "Type = QueueType.Fifo, MaxRetries = 2")
            .Api("POST /runs", """
                await context.EmitAsync([.. Enumerable.Range(0, 20).Select(i => new TopicEvent("runs", $"{request.RawBody} {i}"))]);
                return ApiResponse.Empty();
                """)
            .Event("Runs", "runs", """
                Notes.Add("Runs", context, input);
                if ((string)input! == "waits 0") { await Gate.Pass("waits"); }
                """, queue: "Type = QueueType.Fifo")
            .Event("Three", "many", Counting("Three"), queue: "Concurrency = 3", more: "public static class Three_ { public static int Count; }")
            .Event("Default", "many", Counting("Default"), more: "public static class Default_ { public static int Count; }")
            .Api("POST /many", """await context.EmitAsync([.. Enumerable.Range(0, 40).Select(i => new TopicEvent("many", i))]); return ApiResponse.Empty();""");

        private static string Counting(string step) => $$"""
            Notes.Add("{{step}}", context, Interlocked.Increment(ref {{step}}_.Count));
            await Gate.Pass("many");
            await Task.Yield();
            Interlocked.Decrement(ref {{step}}_.Count);
            """;
    }

    [Fact]
    public async Task Group_WithRandomWorkAndFailures_RunsInOrderAndBesideTheOthers()
    {
        var random = output.NewRandom();
        var plan = Enumerable.Range(0, Groups).Select(group => Enumerable.Range(0, EventsOfAGroup).Select(n => new JsonObject
        {
            ["group"] = group, ["n"] = n, ["turns"] = random.Next(100), ["failures"] = random.Next(8) == 0 ? random.Next(1, 4) : 0,
        }).ToArray()).ToArray();
        var expected = plan.SelectMany(group => group).Sum(one => 2 * (1 + (int)one["failures"]!));
        await Task.WhenAll(plan.Select(async (group, number) =>
        {
            foreach (var one in group)
            {
                await _http.EmitAsync("random", one, $"group {number}");
            }
        }));

        // As many groups as may run wait at their first event; what goes on after that is as the seed has it.
        await _project.NotesAsync("Random", MostAtATime);
        _project.Open("random");
        var notes = await _project.NotesAsync("Random", expected, TimeSpan.FromSeconds(60));
        Assert.Equal(expected, notes.Count);
        foreach (var group in notes.GroupBy(note => note.Text.Split(' ')[1]))
        {
            var runs = plan[int.Parse(group.Key, System.Globalization.CultureInfo.InvariantCulture)]
                .SelectMany(one => Enumerable.Range(1, 1 + (int)one["failures"]!).SelectMany(attempt => new[] { $"{attempt} in {group.Key} {one["n"]}", $"{attempt} out {group.Key} {one["n"]}" }));
            Assert.Equal(runs, group.Select(note => $"{note.Attempt} {note.Text}"));
        }

        var (running, most) = (0, 0);
        foreach (var note in notes)
        {
            running += note.Text.StartsWith("in", StringComparison.Ordinal) ? 1 : -1;
            most = Math.Max(most, running);
        }

        output.WriteLine($"At most {most} groups ran at a time.");
        Assert.Equal(MostAtATime, most);
    }

    [Fact]
    public async Task Poison_InAGroup_HoldsBackItsOwnGroupOnlyAndThatUntilItIsDead()
    {
        await _http.EmitAsync("poisoned", "poison", "sick");
        for (var i = 0; i < 10; i++)
        {
            await _http.EmitAsync("poisoned", $"sick {i}", "sick");
        }

        await Eventually.Is(() => _project.Notes("Poisoned").Any(note => note.Attempt == 2));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _http.EmitAsync("poisoned", $"well {i}", $"well {i % 40}")));
        await Eventually.Is(() => _project.Notes("Poisoned").Count(note => note.Text.StartsWith("well", StringComparison.Ordinal)) == 100);
        Assert.DoesNotContain(_project.Notes("Poisoned"), note => note.Text.StartsWith("sick", StringComparison.Ordinal));
        Assert.Empty(await _http.DeadLettersAsync("Poisoned"));

        _project.Open("poison");
        var notes = await _project.NotesAsync("Poisoned", 113);
        Assert.Equal(
            ["poison 1", "poison 2", "poison 3", .. Enumerable.Range(0, 10).Select(i => $"sick {i} 1")],
            notes.Where(note => !note.Text.StartsWith("well", StringComparison.Ordinal)).Select(note => $"{note.Text} {note.Attempt}"));
        Assert.Single(await _http.DeadLettersAsync("Poisoned", 1));
    }

    [Fact]
    public async Task Group_ByDefault_IsTheTraceId()
    {
        await _http.SendAsync("POST /runs", "waits", "text/plain").TextAsync(204);
        await _project.NotesAsync("Runs", 1);
        await _http.SendAsync("POST /runs", "other", "text/plain").TextAsync(204);
        await _project.NotesAsync("Runs", 21);
        Assert.Single(_project.Notes("Runs"), note => note.Text.StartsWith("waits", StringComparison.Ordinal));
        _project.Open("waits");
        var notes = await _project.NotesAsync("Runs", 40);
        foreach (var run in notes.GroupBy(note => note.TraceId))
        {
            Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{run.First().Text.Split(' ')[0]} {i}"), run.Select(note => note.Text));
        }
    }

    [Fact]
    public async Task Concurrency_OfAStandardQueue_IsReachedAndNeverExceeded()
    {
        await _http.SendAsync("POST /many", "{}").TextAsync(204);
        await _http.CountsBecomeAsync("Three", "37 3 0 0 0");
        await _http.CountsBecomeAsync("Default", "30 10 0 0 0");
        _project.Open("many");
        Assert.Equal("3", (await _project.NotesAsync("Three", 40)).MaxBy(note => int.Parse(note.Text, System.Globalization.CultureInfo.InvariantCulture))!.Text);
        Assert.Equal("10", (await _project.NotesAsync("Default", 40)).MaxBy(note => int.Parse(note.Text, System.Globalization.CultureInfo.InvariantCulture))!.Text);
        await _http.CountsBecomeAsync("Three", "0 0 0 0 40");
    }
}
