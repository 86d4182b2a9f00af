using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>More deliveries than a lane keeps in memory: nobody notices, in no list and no order.</summary>
public sealed class BacklogTests : IDisposable
{
    private const int Events = 30;
    private readonly ProjectFolder _project = new ProjectFolder().Write("motia.json", """{ "queues": { "window": 2, "backoff": "00:00:00.01" } }""").Close("go");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Fifo_BeyondTheWindow_IsListedFoundAndDiscardedAndRunsInOrderAfterAKill()
    {
        _project.Event("Worker", "work", """Notes.Add("Worker", context, input); await Gate.Pass("go");""", queue: "Type = QueueType.Fifo");
        string discarded;
        await using (var killed = await SiloProcess.StartAsync(_project))
        {
            for (var i = 0; i < Events; i++)
            {
                await killed.Http.EmitAsync("work", i, "one");
            }

            await killed.Http.CountsBecomeAsync("Worker", $"{Events - 1} 1 0 0 0");
            var listed = await PagesAsync(killed.Http);
            Assert.Equal(Events, listed.Count);
            Assert.Equal(Events, listed.Select(IdOf).Distinct().Count());
            Assert.Equal(["running", .. Enumerable.Repeat("waiting", Events - 1)], listed.Select(delivery => (string)delivery["status"]!));
            discarded = IdOf(listed[20]);
            Assert.Equal("waiting", (string)(await killed.Http.SendAsync($"GET /__motia/deliveries/{discarded}").JsonAsync())!["status"]!);
            await killed.Http.SendAsync($"DELETE /__motia/deliveries/{discarded}?reason=test").TextAsync();
            await killed.Http.SendAsync($"POST /__motia/deliveries/{IdOf(listed[^1])}/redrive", "").TextAsync();
            Assert.DoesNotContain(discarded, (await PagesAsync(killed.Http)).Select(IdOf));
            await killed.KillAsync();
        }

        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.CountsBecomeAsync("Worker", $"{Events - 2} 1 0 0 0");
        _project.Open("go");
        var notes = await _project.NotesAsync("Worker", Events);
        Assert.Equal(["0", "0", .. Enumerable.Range(1, Events - 1).Where(i => i != 20).Select(i => $"{i}")], notes.Select(note => note.Text));
        await silo.Http.CountsBecomeAsync("Worker", $"0 0 0 0 {Events - 1}");
    }

    [Fact]
    public async Task Standard_BeyondTheWindow_AllRunAndAFailureComesBackInItsTime()
    {
        _project.Event("Worker", "work", """
            await Gate.Pass("go");
            Notes.Add("Worker", context, input);
            if (context.Delivery!.Attempt == 1) { throw new InvalidOperationException("once"); }
            """, queue: "Concurrency = 2");
        await using var silo = await SiloProcess.StartAsync(_project);
        for (var i = 0; i < 10 * Events; i++)
        {
            await silo.Http.EmitAsync("work", i);
        }

        Assert.Equal($"{(10 * Events) - 2} 2 0 0 0", await silo.Http.CountsAsync("Worker"));
        _project.Open("go");
        await silo.Http.CountsBecomeAsync("Worker", $"0 0 0 0 {10 * Events}", TimeSpan.FromSeconds(60));
        Assert.Equal(
            Enumerable.Range(0, 10 * Events).SelectMany(i => new[] { $"{i} 1", $"{i} 2" }).Order(StringComparer.Ordinal),
            _project.Notes("Worker").Select(note => $"{note.Text} {note.Attempt}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lane_WhoseWindowOnlyWaits_GetsItsTurnBesideABusyOne()
    {
        const int Busy = 50;
        _project.Write("motia.json", """{ "queues": { "window": 1, "backoff": "01:00:00" } }""").Event("Worker", "work", """
            if (input == "fails") { throw new InvalidOperationException("It waits for its next attempt."); }
            if (input == "busy 0") { await Gate.Pass("go"); }
            Notes.Add("Worker", context, input);
            """, queue: "Type = QueueType.Fifo, Concurrency = 1", input: "string input");
        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.EmitAsync("work", "fails", GroupOf(lane: 1, 0));
        await silo.Http.EmitAsync("work", "fails", GroupOf(lane: 1, 1));
        await silo.Http.CountsBecomeAsync("Worker", "0 0 2 0 0");
        for (var i = 0; i < Busy; i++)
        {
            await silo.Http.EmitAsync("work", $"busy {i}", GroupOf(lane: 2, 0));
        }

        await silo.Http.EmitAsync("work", "good", GroupOf(lane: 1, 2));
        await silo.Http.CountsBecomeAsync("Worker", $"{Busy} 1 2 0 0");
        _project.Open("go");
        var notes = await _project.NotesAsync("Worker", Busy + 1);
        Assert.InRange(notes.Select(note => note.Text).ToList().IndexOf("good"), 0, 2);
    }

    [Theory]
    [InlineData("Fifo", "Standard")]
    [InlineData("Standard", "Fifo")]
    public async Task Edit_ThatMakesAnotherKindOfQueue_LeavesNothingWaiting(string before, string after)
    {
        Version(before);
        await using var silo = await SiloProcess.StartAsync(_project);
        await EmitAsync(silo.Http, before);
        Version(after);
        await Eventually.Answers(() => silo.Http.QueueAsync("Worker"), queue => string.Equals((string?)queue["type"], after, StringComparison.OrdinalIgnoreCase));
        await EmitAsync(silo.Http, after);
        _project.Open("go");
        var notes = await _project.NotesAsync("Worker", 2 * Events);
        Assert.Equal(2 * Events, notes.Select(note => note.Text).Distinct().Count());
        await silo.Http.CountsBecomeAsync("Worker", $"0 0 0 0 {2 * Events}");

        void Version(string type) => _project.Event("Worker", "work", """
            await Gate.Pass("go");
            if (context.Delivery!.Attempt == 1) { throw new InvalidOperationException("once"); }
            Notes.Add("Worker", context, input);
            """, queue: $"Type = QueueType.{type}, Concurrency = 2");

        static async Task EmitAsync(HttpClient http, string kind)
        {
            for (var i = 0; i < Events; i++)
            {
                await http.EmitAsync("work", $"{kind} {i}", $"group {i % 3}");
            }
        }
    }

    private static async Task<IReadOnlyList<JsonNode>> PagesAsync(HttpClient http)
    {
        var (all, after) = (new List<JsonNode>(), "");
        do
        {
            var page = (await http.SendAsync($"GET /__motia/deliveries?step=Worker&limit=7&after={Uri.EscapeDataString(after)}").JsonAsync())!;
            Assert.InRange(page["deliveries"]!.AsArray().Count, 1, 7);
            all.AddRange(page["deliveries"]!.AsArray().Select(delivery => delivery!));
            after = (string?)page["next"] ?? "";
        }
        while (after.Length > 0);
        return all;
    }

    // The message group of that number among those of a lane.
    private static string GroupOf(int lane, int number) => Enumerable.Range(0, int.MaxValue).Select(i => $"group {i}")
        .Where(group => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(group))) % 8 == (ulong)lane).ElementAt(number);

    private static string IdOf(JsonNode delivery) => (string)delivery["id"]!;
}
