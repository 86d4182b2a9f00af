using System.Globalization;
using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>What becomes of deliveries whose handlers fail, reject them or take too long.</summary>
public sealed class RetryTests(RetryTests.Shared shared) : IClassFixture<RetryTests.Shared>
{
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(50);
    private readonly HttpClient _http = shared.Http;
    private readonly ProjectFolder _project = shared.Project;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Close("deaf").Backoff()
            .Event("Fails", "fails", """Notes.Add("Fails", context, ""); throw new InvalidOperationException($"failure {context.Delivery!.Attempt}");""")
            .Event("FailsOnce", "fails.once", """Notes.Add("FailsOnce", context, ""); throw new InvalidOperationException("only one");""", queue: "MaxRetries = 0")
            .Event("Recovers", "recovers", """Notes.Add("Recovers", context, ""); if (context.Delivery!.Attempt < 3) { throw new InvalidOperationException(); }""")
            .Event("Typed", "typed", """Notes.Add("Typed", context, input.Amount);""", input: "Payment input", more: "public sealed record Payment(string Id, int Amount);")
            .Event("Own", "own", """Notes.Add("Own", context, "");""", config: """Input = JsonNode.Parse("{\"type\":\"object\",\"properties\":{\"size\":{\"minimum\":1}}}")""")
            .Event("Slow", "slow", """
                try { Notes.Add("Slow", context, "began"); await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken); }
                catch (OperationCanceledException) { Notes.Add("Slow", context, "cancelled"); throw; }
                """, queue: "MaxRetries = 1", timeout: 1)
            .Event("Blocks", "blocks", """
                Notes.Add("Blocks", context, context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(10)));
                """, queue: "MaxRetries = 0", timeout: 1)
            .Event("Deaf", "deaf", """
                var others = Interlocked.Increment(ref Running.Count);
                Notes.Add("Deaf", context, $"{input} {others}");
                try
                {
                    switch ((string)input!)
                    {
                        case "deaf": await Gate.Pass("deaf"); break;
                        case "pair": if (Interlocked.Increment(ref Running.Pairs) == 2) { Running.Both.SetResult(); } await Running.Both.Task.WaitAsync(context.CancellationToken); break;
                        default: await Task.Yield(); break;
                    }
                }
                finally { Interlocked.Decrement(ref Running.Count); }
                """, queue: "MaxRetries = 0, Concurrency = 2", timeout: 1, more: "public static class Running { public static int Count, Pairs; public static readonly TaskCompletionSource Both = new(); }");
    }

    [Fact]
    public async Task Failure_AtEachAttempt_IsTriedAsOftenAsSaidWithGrowingPausesAndThenDead()
    {
        var traceId = await _http.EmitAsync("fails", new JsonObject { ["a"] = 1 });
        var letter = (await _http.DeadLettersAsync("Fails", 1)).Single();
        var notes = _project.Notes("Fails");
        Assert.Equal([1, 2, 3, 4], notes.Select(note => note.Attempt));
        Assert.Single(notes.Select(note => note.Id).Distinct());
        for (var attempt = 1; attempt < 4; attempt++)
        {
            var pause = notes[attempt].Time - notes[attempt - 1].Time;
            Assert.True(pause >= Backoff * Math.Pow(2, attempt - 1) / 2, $"After attempt {attempt} the pause was {pause.TotalMilliseconds} ms.");
        }

        Assert.Equal(
            ($"{notes[0].Id}", "Fails", "fails", traceId, """{"a":1}"""),
            ((string)letter["id"]!, (string)letter["step"]!, (string)letter["topic"]!, (string)letter["traceId"]!, letter["data"].Compact()));
        var attempts = letter["attempts"]!.AsArray();
        Assert.Equal(4, attempts.Count);
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Assert.Contains($"InvalidOperationException: failure {attempt}", (string)attempts[attempt - 1]!["error"]!, StringComparison.Ordinal);
            var time = DateTime.Parse((string)attempts[attempt - 1]!["time"]!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            Assert.True(time >= notes[attempt - 1].Time && (attempt == 4 || time <= notes[attempt].Time), $"Attempt {attempt} began at {notes[attempt - 1].Time:O} and failed at {time:O}.");
        }

        Assert.Equal("0 0 0 1 0", await _http.CountsAsync("Fails"));
        Assert.Contains(shared.Silo.Error, line => line.Contains(traceId, StringComparison.Ordinal) && line.Contains("failure 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failure_WithoutRetries_IsDeadAfterOneAttempt()
    {
        await _http.EmitAsync("fails.once", 0);
        var letter = (await _http.DeadLettersAsync("FailsOnce", 1)).Single();
        Assert.Single(letter["attempts"]!.AsArray());
        Assert.Single(_project.Notes("FailsOnce"));
    }

    [Fact]
    public async Task Failure_ThenSuccess_IsDone()
    {
        await _http.EmitAsync("recovers", 0);
        await _http.CountsBecomeAsync("Recovers", "0 0 0 0 1");
        Assert.Equal([1, 2, 3], _project.Notes("Recovers").Select(note => note.Attempt));
    }

    [Theory]
    [InlineData("Typed", """{"id":"a"}""", "amount")]
    [InlineData("Typed", """{"id":"a","amount":"much"}""", "amount")]
    [InlineData("Typed", """{"id":null,"amount":1}""", "id")]
    [InlineData("Typed", "null", "null")]
    [InlineData("Own", """{"size":0}""", "size")]
    public async Task Input_ThatIsNotWhatTheStepTakes_IsDeadAtOnceWithTheDetails(string step, string data, string says)
    {
        var traceId = await _http.EmitAsync(step == "Typed" ? "typed" : "own", JsonNode.Parse(data));
        var letters = await Eventually.Answers(() => _http.DeadLettersAsync(step), letters => letters.Any(letter => (string)letter["traceId"]! == traceId));
        var letter = letters.Single(letter => (string)letter["traceId"]! == traceId);
        Assert.Contains(says, (string)letter["attempts"]!.AsArray().Single()!["error"]!, StringComparison.Ordinal);
        Assert.Equal(data, letter["data"].Compact());
        Assert.Empty(_project.Notes(step));
    }

    [Fact]
    public async Task Timeout_OfAHandler_FiresItsTokenAndCountsAsAFailure()
    {
        await _http.EmitAsync("slow", 0);
        var letter = (await _http.DeadLettersAsync("Slow", 1)).Single();
        var notes = _project.Notes("Slow");
        Assert.Equal(["1 began", "1 cancelled", "2 began", "2 cancelled"], notes.Select(note => $"{note.Attempt} {note.Text}"));
        Assert.InRange((notes[1].Time - notes[0].Time).TotalSeconds, 0.95, 10);
        Assert.Equal(2, letter["attempts"]!.AsArray().Count);
        Assert.All(letter["attempts"]!.AsArray(), attempt => Assert.Contains("1 seconds", (string)attempt!["error"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Timeout_OfAHandlerThatBlocksItsThread_FiresItsTokenAndCountsAsAFailure()
    {
        await _http.EmitAsync("blocks", 0);
        Assert.Equal("True", (await _project.NotesAsync("Blocks", 1)).Single().Text);
        var letter = (await _http.DeadLettersAsync("Blocks", 1)).Single();
        Assert.Contains("1 seconds", (string)letter["attempts"]!.AsArray().Single()!["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_OfAHandlerThatIgnoresItsToken_KeepsItsPlaceWhileTheOthersGoOn()
    {
        await _http.EmitAsync("deaf", "deaf");
        await _project.NotesAsync("Deaf", 1);
        await EmitQuick(10);
        Assert.Contains("seconds", (string)(await _http.DeadLettersAsync("Deaf", 1)).Single()["attempts"]!.AsArray().Single()!["error"]!, StringComparison.Ordinal);
        await EmitQuick(10);
        var notes = _project.Notes("Deaf");
        Assert.Equal("deaf 1", notes[0].Text);
        Assert.All(notes.Skip(1), note => Assert.Equal("quick 2", note.Text));

        _project.Open("deaf");
        await _http.EmitAsync("deaf", "pair");
        await _http.EmitAsync("deaf", "pair");
        await _http.CountsBecomeAsync("Deaf", "0 0 0 1 22");
    }

    private async Task EmitQuick(int count)
    {
        var before = _project.Notes("Deaf").Count;
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => _http.EmitAsync("deaf", "quick")));
        await _project.NotesAsync("Deaf", before + count);
    }
}
