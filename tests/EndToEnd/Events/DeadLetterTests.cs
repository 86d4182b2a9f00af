using System.Globalization;
using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>What people see of queues and dead letters, and what they do with them. Each test has steps of its own; the pause after a failure is an hour.</summary>
public sealed class DeadLetterTests(DeadLetterTests.Shared shared) : IClassFixture<DeadLetterTests.Shared>
{
    private const string Letters = "/__motia/dead-letters";
    private readonly HttpClient _http = shared.Http;
    private readonly ProjectFolder _project = shared.Project;

    public sealed class Shared : SharedSilo
    {
        protected override IReadOnlyList<string> Arguments => ["--data", Project.Data];

        protected override void Write(ProjectFolder project)
        {
            foreach (var name in new[] { "Listed", "Again", "All", "Discarded", "Other", "Counted", "Deep" })
            {
                Fragile(project, name, "MaxRetries = 0");
            }

            Fragile(project, "Retried", "MaxRetries = 3");
            project.Api("POST /deep", """
                await context.EmitAsync("Deep", System.Text.Json.Nodes.JsonNode.Parse(new string('[', 64) + new string(']', 64)));
                return ApiResponse.Empty();
                """);
            project.Close("held").Backoff("01:00:00")
                .Event("Held", "Held", """Notes.Add("Held", context, input); await Gate.Pass("held");""", queue: "Concurrency = 1")
                .Event("Later", "Later", """Notes.Add("Later", context, input);""", queue: "DelaySeconds = 900")
                .Event("Soon", "Soon", """Notes.Add("Soon", context, input);""", queue: "DelaySeconds = 3");
        }

        private static void Fragile(ProjectFolder project, string name, string queue) => project.Event(name, name, $$"""
            Notes.Add("{{name}}", context, input);
            if (!File.Exists("mended {{name}}")) { throw new InvalidOperationException($"{input} broke it"); }
            """, queue: queue);
    }

    [Fact]
    public async Task Data_AsDeepAsTheyMayBe_AreListedReadAndRedriven()
    {
        await _http.SendAsync("POST /deep", "").TextAsync(204);
        await _http.CountsBecomeAsync("Deep", "0 0 0 1 0");
        var data = new string('[', 64) + new string(']', 64);
        var list = await _http.SendAsync($"GET {Letters}?step=Deep").TextAsync();
        Assert.Contains(data, list, StringComparison.Ordinal);
        var id = list.Split("\"id\":\"")[1].Split('"')[0];
        Assert.All(
            [await _http.SendAsync($"GET {Letters}/{id}").TextAsync(), await _http.SendAsync($"GET /__motia/deliveries/{id}").TextAsync()],
            letter => Assert.Contains(data, letter, StringComparison.Ordinal));
        _project.Write("mended Deep", "");
        Assert.Contains("\"redriven\":1,\"failed\":0", (await _http.SendAsync($"POST {Letters}/redrive?step=Deep", "").TextAsync()).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await _http.CountsBecomeAsync("Deep", "0 0 0 0 1");
    }

    [Fact]
    public async Task List_InPages_HasEachLetterOnce()
    {
        var traces = await Task.WhenAll(Enumerable.Range(0, 25).Select(i => _http.EmitAsync("Listed", i)));
        await _http.EmitAsync("Other", 0);
        await _http.DeadLettersAsync("Other", 1);
        await _http.DeadLettersAsync("Listed", 25);
        var (found, sizes) = (new List<string>(), new List<int>());
        for (string? after = ""; after is not null;)
        {
            var page = await _http.SendAsync($"GET {Letters}?step=Listed&limit=10&after={after}").JsonAsync();
            var letters = page!["deadLetters"]!.AsArray();
            sizes.Add(letters.Count);
            found.AddRange(letters.Select(letter => (string)letter!["traceId"]!));
            after = (string?)page["next"];
        }

        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal(traces.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal("""{"deadLetters":[],"next":null,"unreachable":[]}""", await _http.SendAsync($"GET {Letters}?step=None").CompactAsync());
        var all = (await _http.SendAsync($"GET {Letters}").JsonAsync())!["deadLetters"]!.AsArray();
        Assert.All(["Listed", "Other"], step => Assert.Contains(all, letter => (string)letter!["step"]! == step));
        await _http.SendAsync($"GET {Letters}?limit=0").TextAsync(400);
        await _http.SendAsync($"GET {Letters}?after=nonsense").TextAsync(400);
    }

    [Fact]
    public async Task Redrive_OfOne_RunsItAgainFromItsFirstAttemptAndKeepsItsHistory()
    {
        var traceId = await _http.EmitAsync("Again", new JsonObject { ["a"] = 1.50m });
        var first = (await _http.DeadLettersAsync("Again", 1)).Single();
        var id = (string)first["id"]!;
        Assert.Equal(first.Compact(), await _http.SendAsync($"GET {Letters}/{id}").CompactAsync());

        for (var attempts = 2; attempts <= 10; attempts++)
        {
            await _http.SendAsync($"POST {Letters}/{id}/redrive").TextAsync();
            await Eventually.Answers(async () => (await _http.DeadLettersAsync("Again")).Sum(letter => letter["attempts"]!.AsArray().Count), count => count == attempts);
            var letters = await _http.DeadLettersAsync("Again", 1);
            Assert.Equal((id, traceId, first["data"].Compact()), ((string)letters[0]["id"]!, (string)letters[0]["traceId"]!, letters[0]["data"].Compact()));
            Assert.Equal(first["attempts"]![0].Compact(), letters[0]["attempts"]![0].Compact());
        }

        _project.Write("mended Again", "");
        await _http.SendAsync($"POST {Letters}/{id}/redrive").TextAsync();
        await _http.CountsBecomeAsync("Again", "0 0 0 0 1");
        Assert.Equal(Enumerable.Repeat((id, 1), 11), _project.Notes("Again").Select(note => (note.Id, note.Attempt)));
        await _http.SendAsync($"GET {Letters}/{id}").TextAsync(404);
        await _http.SendAsync($"POST {Letters}/{id}/redrive").TextAsync(404);
    }

    [Fact]
    public async Task Redrive_OfAllOfAStep_RunsThemAndNoOthers()
    {
        await _http.EmitAsync("Counted", 0);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => _http.EmitAsync("All", i)));
        await _http.DeadLettersAsync("All", 12);
        await _http.DeadLettersAsync("Counted", 1);
        Assert.Equal("0 0 0 12 0", await _http.CountsAsync("All"));
        _project.Write("mended All", "");
        Assert.Equal("""{"step":"All","redriven":12,"failed":0}""", await _http.SendAsync($"POST {Letters}/redrive?step=All").CompactAsync());
        await _http.CountsBecomeAsync("All", "0 0 0 0 12");
        Assert.Equal(Enumerable.Range(0, 12), _project.Notes("All").Skip(12).Select(note => int.Parse(note.Text, CultureInfo.InvariantCulture)).Order());
        Assert.Empty(await _http.DeadLettersAsync("All"));
        Assert.Equal("0 0 0 1 0", await _http.CountsAsync("Counted"));
        await _http.SendAsync($"POST {Letters}/redrive").TextAsync(400);
    }

    [Fact]
    public async Task Discard_OfALetter_NeedsAReasonAndIsForGood()
    {
        await _http.EmitAsync("Discarded", 0);
        var id = (string)(await _http.DeadLettersAsync("Discarded", 1)).Single()["id"]!;
        await _http.SendAsync($"DELETE {Letters}/{id}").TextAsync(400);
        await _http.SendAsync($"DELETE {Letters}/{id}?reason=").TextAsync(400);
        foreach (var unknown in new[] { "none", "none.1", id + "9", "0" + id })
        {
            await _http.SendAsync($"GET {Letters}/{unknown}").TextAsync(404);
            await _http.SendAsync($"DELETE {Letters}/{unknown}?reason=why").TextAsync(404);
            await _http.SendAsync($"POST {Letters}/{unknown}/redrive").TextAsync(404);
        }

        Assert.Single(await _http.DeadLettersAsync("Discarded"));
        await _http.SendAsync($"DELETE {Letters}/{id}?reason=not%20needed").TextAsync();
        Assert.Empty(await _http.DeadLettersAsync("Discarded"));
        await _http.SendAsync($"DELETE {Letters}/{id}?reason=twice").TextAsync(404);
        await _http.SendAsync($"POST {Letters}/{id}/redrive").TextAsync(404);
        Assert.Equal("0 0 0 0 0", await _http.CountsAsync("Discarded"));
        await Eventually.Is(() => shared.Silo.Error.Any(line => line.Contains(id, StringComparison.Ordinal) && line.Contains("not needed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Deliveries_ThatRunAndWait_AreShownAndTheRunningOneIsLeftAlone()
    {
        for (var i = 0; i < 3; i++)
        {
            await _http.EmitAsync("Held", i);
            await _project.NotesAsync("Held", 1);
        }

        var running = (await _http.DeliveriesAsync("Held", "running", 1)).Single();
        Assert.Equal(
            ("Held", "Held", "running", 1, _project.Notes("Held")[0].Id, _project.Notes("Held")[0].TraceId),
            ((string)running["step"]!, (string)running["topic"]!, (string)running["status"]!, (int)running["attempts"]!, (string)running["id"]!, (string)running["traceId"]!));
        Assert.Equal(2, (await _http.DeliveriesAsync("Held", "waiting")).Count);
        Assert.Equal(3, (await _http.DeliveriesAsync("Held")).Count);
        Assert.Equal("2 1 0 0 0", await _http.CountsAsync("Held"));
        await _http.SendAsync("GET /__motia/deliveries?status=nonsense").TextAsync(400);

        await _http.SendAsync($"POST /__motia/deliveries/{running["id"]}/redrive").TextAsync(409);
        await _http.SendAsync($"DELETE /__motia/deliveries/{running["id"]}?reason=why").TextAsync(409);
        _project.Open("held");
        await _http.CountsBecomeAsync("Held", "0 0 0 0 3");
        Assert.Equal(3, _project.Notes("Held").Count);
    }

    [Fact]
    public async Task Deliveries_InPages_HasEachOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 25).Select(i => _http.EmitAsync("Later", i)));
        var found = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await _http.SendAsync($"GET /__motia/deliveries?step=Later&status=waiting&limit=10&after={after}").JsonAsync();
            found.AddRange(page!["deliveries"]!.AsArray().Select(delivery => (string)delivery!["id"]!));
            after = (string?)page["next"];
        }

        Assert.Equal(25, found.Count);
        Assert.Equal(25, found.Distinct().Count());
        var due = DateTime.Parse((string)(await _http.DeliveriesAsync("Later"))[0]["due"]!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        Assert.InRange((due - DateTime.UtcNow).TotalSeconds, 840, 900);
        Assert.Empty(_project.Notes("Later"));
    }

    [Fact]
    public async Task Redrive_OfARetryingDelivery_RunsItAtOnceFromItsFirstAttempt()
    {
        await _http.EmitAsync("Retried", 7);
        var retrying = (await _http.DeliveriesAsync("Retried", "retrying", 1)).Single();
        Assert.Equal(1, (int)retrying["attempts"]!);
        Assert.Contains("7 broke it", (string)retrying["error"]!, StringComparison.Ordinal);
        Assert.Equal("0 0 1 0 0", await _http.CountsAsync("Retried"));
        _project.Write("mended Retried", "");
        await _http.SendAsync($"POST /__motia/deliveries/{retrying["id"]}/redrive").TextAsync();
        await _http.CountsBecomeAsync("Retried", "0 0 0 0 1");
        Assert.Equal([1, 1], _project.Notes("Retried").Select(note => note.Attempt));
    }

    [Fact]
    public async Task Discard_OfADelayedDelivery_ItsHandlerNeverRuns()
    {
        await _http.EmitAsync("Soon", "discarded");
        var id = (string)(await _http.DeliveriesAsync("Soon", "waiting", 1)).Single()["id"]!;
        await _http.SendAsync($"DELETE /__motia/deliveries/{id}").TextAsync(400);
        await _http.SendAsync($"DELETE /__motia/deliveries/{id}?reason=why").TextAsync();
        Assert.Empty(await _http.DeliveriesAsync("Soon"));
        await _http.EmitAsync("Soon", "kept");
        Assert.Equal("kept", (await _project.NotesAsync("Soon", 1)).Single().Text);
        await _http.SendAsync($"DELETE /__motia/deliveries/{id}?reason=why").TextAsync(404);
    }
}
