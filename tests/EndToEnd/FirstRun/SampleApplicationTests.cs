using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.FirstRun;

/// <summary>The silo without any steps of one's own runs the sample application.</summary>
public sealed class SampleApplicationTests(SampleApplicationTests.Shared shared) : IClassFixture<SampleApplicationTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    /// <summary>A silo that was started in an empty directory.</summary>
    public sealed class Shared : SharedSilo
    {
        protected override bool NamesSteps => false;

        protected override IReadOnlyList<string> Arguments => ["--data", Project.Data];

        protected override void Write(ProjectFolder project)
        {
        }
    }

    [Fact]
    public async Task PostMessages_FirstRequestEver_IsAnsweredAndProcessed()
    {
        var sent = await _http.SendAsync("POST /messages", """{"text":"hello"}""").JsonAsync();
        Assert.True((bool)sent!["ok"]!);
        await Eventually.Answers(
            () => _http.SendAsync("GET /messages").JsonAsync(),
            listed => listed!.AsArray().Any(message => (string?)message!["id"] == (string?)sent["id"] && (string?)message!["text"] == "hello" && (int?)message["words"] == 1));
    }

    [Fact]
    public async Task PostMessages_NoText_SaysWhatIsMissing()
    {
        var refused = await _http.SendAsync("POST /messages", "{}").JsonAsync(400);
        Assert.Equal("Validation failed", (string?)refused!["error"]);
        Assert.Contains("text", refused["details"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostOrders_WithoutCustomer_Is401BeforeTheBodyIsLookedAt()
    {
        await _http.SendAsync("POST /orders", "{}").TextAsync(401);
        await _http.SendAsync("POST /orders", "{}", headers: ("x-customer", "ada")).TextAsync(400);
    }

    [Fact]
    public async Task PostOrders_Known_IsPricedAndCanBeRead()
    {
        using var placed = await _http.SendAsync("POST /orders", """{"item":"tea","quantity":2}""", headers: ("x-customer", "ada"));
        Assert.Equal(201, (int)placed.StatusCode);
        var order = await _http.SendAsync($"GET {placed.Header("location")}").JsonAsync();
        Assert.Equal("ada", (string?)order!["customer"]);
        Assert.Equal(5m, (decimal)order["total"]!);
    }

    [Fact]
    public async Task Board_ShowsEachNoteToWhoeverLooksAtIt()
    {
        Assert.Contains("streamName: 'notes'", await _http.SendAsync("GET /board/team").TextAsync(), StringComparison.Ordinal);
        using var looking = await StreamSocketClient.JoinedAsync(shared.Silo, "notes", "team");
        var note = await _http.SendAsync("POST /board/team/notes", """{"text":"hello","author":"ann"}""").JsonAsync(201);
        Assert.Equal($"create {note!["id"]} {note.Compact()}", await looking.EventAsync());
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _http.SendAsync($"POST /board/team/notes/{note["id"]}/like", "").TextAsync()));
        for (var likes = 1; likes <= 20; likes++)
        {
            note["likes"] = likes;
            Assert.Equal($"update {note["id"]} {note.Compact()}", await looking.EventAsync());
        }

        await _http.SendAsync($"DELETE /board/team/notes/{note["id"]}").TextAsync();
        Assert.Equal($"delete {note["id"]} {note.Compact()}", await looking.EventAsync());
        await _http.SendAsync($"DELETE /board/team/notes/{note["id"]}").TextAsync(404);
        await looking.JoinAsync("notes", "private");
        Assert.Contains("STREAM_ACCESS_DENIED", await looking.EventAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostPostcards_GoesThroughAllFourLanguages()
    {
        var id = (string)(await _http.SendAsync("POST /postcards", """{"to":"ada","text":"Hello"}""").JsonAsync(202))!["id"]!;
        await _http.StatusBecomesAsync($"GET /postcards/{id}", 200);

        Assert.Equal(
            """{"to":"ada","text":"Hello","stamp":1,"box":"A","through":["TypeScript","JavaScript","Python","C#"]}""",
            await _http.SendAsync($"GET /postcards/{id}").CompactAsync());
        Assert.Contains("\"to\"", await _http.SendAsync("POST /postcards", """{"text":"Hello"}""").TextAsync(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostVisits_ManyAtOnce_EachIsCounted()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _http.SendAsync("POST /visits/start", "").TextAsync()));
        Assert.Equal("""{"page":"start","visits":40}""", await _http.SendAsync("GET /visits/start").CompactAsync());
    }

    [Fact]
    public async Task NoteVisits_RunByHand_NotesTheVisitsOfTheDay()
    {
        await _http.SendAsync("POST /visits/about", "").TextAsync();
        await _http.SendAsync("POST /__motia/cron/run?step=NoteVisits").TextAsync();
        var noted = await Eventually.Answers(() => _http.SendAsync("GET /__motia/state?group=visits-noted").JsonAsync(), group => group!["items"]!.AsArray().Count > 0);

        Assert.True((int)noted!["items"]![0]!["value"]! >= 1);
        Assert.Equal("00:00:00", (string?)((await _http.SendAsync("GET /__motia/cron").JsonAsync())!["steps"]!.AsArray().Single(step => (string?)step!["step"] == "NoteVisits")!["next"]) is { } next ? next[11..19] : null);
    }

    [Fact]
    public async Task Stderr_InDevelopment_SaysThatItIsTheSampleAndBeginsWithTheTableOfRoutes()
    {
        // The last line of the table.
        await shared.Silo.SaysAsync("  topics: ");
        Assert.Equal($"No steps in steps/ or src/ of {shared.Project.Root}; running the sample application.", shared.Silo.Error[0]);
        var table = shared.Silo.Error.Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).ToArray();
        Assert.Contains(table, line => line.Contains("POST /messages", StringComparison.Ordinal) && line.Contains("messages/send-message.step.cs", StringComparison.Ordinal));
        Assert.Contains(table, line => line.StartsWith("  stream notes", StringComparison.Ordinal) && line.Contains("board/notes.stream.cs", StringComparison.Ordinal));
        Assert.Equal(19, table.Length);
    }

    [Fact]
    public void Stdout_WhileItRuns_HasExactlyTheOneLine() =>
        Assert.Equal([$"Listening on http://127.0.0.1:{shared.Silo.Address.Port}"], shared.Silo.Out);
}
