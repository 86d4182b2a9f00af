using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>An event whose emit was acknowledged is handled, whatever becomes of the silo. The proof is a file outside of the data directory, written by the handlers.</summary>
public sealed class EventDurabilityTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 50;
    private const int Callers = 32;
    private const int MostStarts = 12;
    private static readonly string[] Steps = ["Standard", "Fifo"];

    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Kill9_UnderLoadAgainAndAgain_EveryAcknowledgedEventIsHandled()
    {
        var random = output.NewRandom();
        _project.Backoff().Event("Standard", "load", """Notes.Add("Standard", context, input);""").Event("Fifo", "load", """Notes.Add("Fifo", context, input);""", queue: "Type = QueueType.Fifo");
        var acknowledged = new ConcurrentQueue<string>();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Kills; round++)
        {
            await using var silo = await SiloProcess.StartAsync(_project);
            await KillUnderLoad.RunAsync(silo, Callers, random.Next(50, 800), async (caller, i) =>
            {
                await silo.Http.EmitAsync("load", $"{round}-{caller}-{i}", $"caller {caller}");
                acknowledged.Enqueue($"{round}-{caller}-{i}");
            });
        }

        await using var last = await SiloProcess.StartAsync(_project);
        foreach (var step in Steps)
        {
            await Eventually.Finds<string>(() => [.. acknowledged.Except(Handled(step))], missing => missing.Count == 0, TimeSpan.FromMinutes(3));
            await Eventually.Answers(() => last.Http.CountsAsync(step), counts => counts.StartsWith("0 0 0 0 ", StringComparison.Ordinal));
            var times = Handled(step).ToArray();
            output.WriteLine($"{step}: {acknowledged.Count} acknowledged, {times.Distinct().Count()} handled, {times.Length - times.Distinct().Count()} times more than once; {Kills} kills, {watch.Elapsed.TotalSeconds:F1} s.");
        }

        // Each caller had a message group of its own and waited for each acknowledgement.
        foreach (var group in Handled("Fifo").Distinct().Select(text => text.Split('-')).GroupBy(parts => parts[1]))
        {
            var order = group.Select(parts => (Number(parts[0]), Number(parts[2]))).ToArray();
            Assert.Equal(order.Order(), order);
        }

        Assert.True(acknowledged.Count > Kills * Callers, $"Only {acknowledged.Count} events were acknowledged; the kills came too early to show anything.");

        IEnumerable<string> Handled(string step) => _project.Notes(step).Select(note => note.Text);
        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Sigterm_WhileHandlersRun_LetsThemEndOnceAndStartsNoOther()
    {
        _project.Close("go").Event("Worker", "work", """
            Notes.Add("Worker", context, $"began {input}");
            await Gate.Pass("go");
            Notes.Add("Worker", context, $"ended {input}");
            """, queue: "Concurrency = 3");
        await using (var silo = await SiloProcess.StartAsync(_project))
        {
            for (var i = 0; i < 5; i++)
            {
                await silo.Http.EmitAsync("work", i);
            }

            await silo.Http.CountsBecomeAsync("Worker", "2 3 0 0 0");
            silo.SendTerminate();
            await Eventually.Answers(silo.RefusesAsync, refuses => refuses);
            _project.Open("go");
            var end = await silo.EndAsync();
            Assert.True(end.ExitCode == 0, $"{end}");
        }

        var (began, ended) = (Texts("began"), Texts("ended"));
        Assert.Equal(3, began.Length);
        Assert.Equal(began, ended);

        await using var next = await SiloProcess.StartAsync(_project);
        await next.Http.CountsBecomeAsync("Worker", "0 0 0 0 5");
        Assert.Equal(["0", "1", "2", "3", "4"], Texts("began"));
        Assert.Equal(["0", "1", "2", "3", "4"], Texts("ended"));

        string[] Texts(string word) => [.. _project.Notes("Worker").Where(note => note.Text.StartsWith(word, StringComparison.Ordinal)).Select(note => note.Text.Split(' ')[1]).Order()];
    }

    [Fact]
    public async Task Sigterm_HandlerWaitsForItsToken_IsHandedBackWithoutCountingAnAttempt()
    {
        _project.Close("go").Event("Worker", "work", """
            Notes.Add("Worker", context, input);
            await Gate.Pass("go", context.CancellationToken);
            """, queue: "MaxRetries = 0");
        await using (var silo = await SiloProcess.StartAsync(_project))
        {
            await silo.Http.EmitAsync("work", 0);
            await _project.NotesAsync("Worker", 1);
            Assert.Equal(0, (await silo.StopAsync()).ExitCode);
        }

        _project.Open("go");
        await using var next = await SiloProcess.StartAsync(_project);
        var notes = await _project.NotesAsync("Worker", 2);
        Assert.Equal([(notes[0].Id, 1), (notes[0].Id, 1)], notes.Select(note => (note.Id, note.Attempt)));
        await next.Http.CountsBecomeAsync("Worker", "0 0 0 0 1");
    }

    [Fact]
    public async Task Sigterm_HandlerRunsPastTheLimit_IsCountedInTheLogAndRunsAgain()
    {
        _project.Close("go").Event("Worker", "work", """
            Notes.Add("Worker", context, input);
            await Gate.Pass("go");
            """);
        await using (var silo = await SiloProcess.StartAsync(_project))
        {
            await silo.Http.EmitAsync("work", 0);
            await _project.NotesAsync("Worker", 1);
            var stopping = Stopwatch.StartNew();
            var end = await silo.StopAsync();
            Assert.True(end.ExitCode == 0, $"{end}");
            Assert.InRange(stopping.Elapsed.TotalSeconds, 25, 40);
            Assert.Contains(end.Error, line => line.Contains(" warn ", StringComparison.Ordinal) && line.Contains("1 event handlers", StringComparison.Ordinal));
        }

        _project.Open("go");
        await using var next = await SiloProcess.StartAsync(_project);
        await next.Http.CountsBecomeAsync("Worker", "0 0 0 0 1");
        Assert.Equal([1, 1], _project.Notes("Worker").Select(note => note.Attempt));

        // What stops after the handlers had its time: the line of the last moment was kept.
        var logs = (await next.Http.SendAsync("GET /__motia/logs?level=warn").JsonAsync())!["logs"]!.AsArray();
        Assert.Contains(logs, line => ((string)line!["message"]!).Contains("1 event handlers", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_DelayedAndRetryingDeliveries_AreThereAsTheyWere(bool isKilled)
    {
        _project.Backoff("01:00:00")
            .Event("Later", "later", """Notes.Add("Later", context, input);""", queue: "DelaySeconds = 900")
            .Event("Soon", "soon", """Notes.Add("Soon", context, input);""", queue: "DelaySeconds = 4")
            .Event("Retries", "retries", """Notes.Add("Retries", context, input); if (!File.Exists("mended")) { throw new InvalidOperationException("broken"); }""");
        string[] before;
        var emitted = DateTime.UtcNow;
        await using (var silo = await SiloProcess.StartAsync(_project))
        {
            await silo.Http.EmitAsync("later", new JsonObject { ["a"] = 1 });
            await silo.Http.EmitAsync("retries", 2);
            await silo.Http.DeliveriesAsync("Retries", "retrying", 1);
            before = await All(silo);
            emitted = DateTime.UtcNow;
            await silo.Http.EmitAsync("soon", 3);
            await (isKilled ? silo.KillAsync() : silo.StopAsync());
        }

        await using var next = await SiloProcess.StartAsync(_project);
        Assert.Equal(before, await All(next));
        var soon = (await _project.NotesAsync("Soon", 1)).Single();
        Assert.InRange((soon.Time - emitted).TotalSeconds, 4, 30);
        _project.Write("mended", "");
        foreach (var step in new[] { "Later", "Retries" })
        {
            await next.Http.SendAsync($"POST /__motia/deliveries/{(await next.Http.DeliveriesAsync(step)).Single()["id"]}/redrive").TextAsync();
            await next.Http.CountsBecomeAsync(step, "0 0 0 0 1");
        }

        Assert.Equal("""{"a":1}""", string.Concat(_project.Notes("Later").Single().Text.Where(letter => !char.IsWhiteSpace(letter))));
        Assert.Equal(2, _project.Notes("Retries").Count);

        static async Task<string[]> All(SiloProcess silo) =>
            [.. (await silo.Http.DeliveriesAsync("Later")).Concat(await silo.Http.DeliveriesAsync("Retries")).Select(delivery => delivery.Compact())];
    }

    [Theory]
    [InlineData("Environment.FailFast(\"poison\")")]
    [InlineData("Environment.Exit(3)")]
    public async Task Poison_ThatEndsTheProcess_IsDeadAfterRestartsAndTheOthersAreHandled(string end)
    {
        _project.Close("all began").Close("it ended").Backoff().Event("Worker", "work", $$"""
            Notes.Add("Worker", context, input);
            if ((string)input! == "poison") { await Gate.Pass("all began"); {{end}}; }
            await Gate.Pass("it ended");
            """, queue: "MaxRetries = 1, Concurrency = 40");
        string[] innocent = [.. Enumerable.Range(0, 30).Select(i => $"innocent {i}")];
        await using (var silo = await SiloProcess.StartAsync(_project))
        {
            await Task.WhenAll(innocent[..15].Append("poison").Concat(innocent[15..]).Select(data => silo.Http.EmitAsync("work", data)));

            // All are at work when the process ends, and only one is to blame.
            await _project.NotesAsync("Worker", innocent.Length + 1);
            _project.Open("all began");
            await silo.EndAsync();
        }

        _project.Open("it ended");

        JsonNode? dead = null;
        for (var start = 2; dead is null; start++)
        {
            Assert.True(start <= MostStarts, $"The poison is not dead after {MostStarts} starts.");
            dead = await StartUntilDeadAsync();
            output.WriteLine($"Start {start}: {(dead is null ? "the process ended" : "the poison is dead")}.");
        }

        Assert.Equal("poison", (string)dead["data"]!);
        Assert.Equal(2, dead["attempts"]!.AsArray().Count);
        Assert.All(dead["attempts"]!.AsArray(), attempt => Assert.Contains("process ended", (string)attempt!["error"]!, StringComparison.Ordinal));
        Assert.Empty(innocent.Except(_project.Notes("Worker").Select(note => note.Text)));
    }

    // The one dead letter, when nothing else is left to do; null if the process ended before that.
    private async Task<JsonNode?> StartUntilDeadAsync()
    {
        try
        {
            await using var silo = await SiloProcess.StartAsync(_project);
            var ended = silo.EndAsync();
            var letters = silo.Http.DeadLettersAsync("Worker", 1);
            await Task.WhenAny(ended, letters);
            if (ended.IsCompleted && !letters.IsCompletedSuccessfully)
            {
                await Task.WhenAny(letters);
                return null;
            }

            var letter = (await letters).Single();
            await Eventually.Answers(() => silo.Http.CountsAsync("Worker"), counts => counts.StartsWith("0 0 0 1 ", StringComparison.Ordinal));
            return letter;
        }
        catch (InvalidOperationException exception) when (exception.Message.StartsWith("The silo did not start", StringComparison.Ordinal))
        {
            return null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
