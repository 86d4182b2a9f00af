using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>From an emit to the handlers: who gets what, and what is refused.</summary>
public sealed class EmitTests(EmitTests.Shared shared) : IClassFixture<EmitTests.Shared>
{
    private const int MostBytes = 1024 * 1024;
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        private const string Try = """
            try
            {
                await context.EmitAsync((string)request.Body!["topic"]!, new string('x', (int?)request.Body["size"] ?? 1), (string?)request.Body["group"]);
                return ApiResponse.Text(200, "accepted");
            }
            catch (EmitException refused)
            {
                return ApiResponse.Text(200, $"{refused.Code}: {refused.Message}");
            }
            """;

        protected override void Write(ProjectFolder project) => project
            .Api("POST /orders", """await context.EmitAsync("order.placed", request.Body); return ApiResponse.Empty();""")
            .Event("Ship", "order.placed", """Notes.Add("Ship", context, $"{input.Count} {input.Item}");""", input: "Order input", more: "public sealed record Order(string Item, int Count);")
            .Event("Bill", "order.placed", """Notes.Add("Bill", context, (string)input!["item"]!);""")
            .Api("POST /batch", """
                TopicEvent[] events = [.. Enumerable.Range(0, 50).Select(i => new TopicEvent("batch", i))];
                await context.EmitAsync(events);
                await context.EmitAsync(events);
                await context.EmitAsync([new("batch", "last")]);
                return ApiResponse.Empty();
                """)
            .Event("Batch", "batch", """Notes.Add("Batch", context, input);""", queue: "Type = QueueType.Fifo")
            .Api("POST /try", Try)
            .Api("POST /declares", Try, config: """Emits = ["declared", new("other", "a label", true)]""", name: "Declares")
            .Event("Declaring", "declaring", """
                try { await context.EmitAsync("undeclared", input); }
                catch (EmitException refused) { Notes.Add("Declaring", context, refused.Code); }
                """, config: """Emits = ["declared"]""")
            .Api("POST /chain", """
                await context.State.SetAsync(context.TraceId, "api", "0");
                await context.EmitAsync("chain.1", 0);
                return ApiResponse.Empty();
                """)
            .Event("First", "chain.1", """await context.State.SetAsync(context.TraceId, "first", "1"); await context.EmitAsync("chain.2", 0); Notes.Add("First", context, "");""")
            .Event("Second", "chain.2", """await context.State.SetAsync(context.TraceId, "second", "2"); await context.EmitAsync("chain.3", 0); Notes.Add("Second", context, "");""")
            .Event("Third", "chain.3", """Notes.Add("Third", context, string.Join(' ', await context.State.GetGroupAsync<string>(context.TraceId)));""")
            .Event("Outside", "outside", """Notes.Add("Outside", context, input?.ToJsonString());""")
            .Event("Twice", "twice\", \"twice", """Notes.Add("Twice", context, "");""")
            .Event("Named", "Aa0._-: /" + new string('t', 119), """Notes.Add("Named", context, "");""");
    }

    [Fact]
    public async Task Emit_ByAnApiStep_ReachesEachSubscribedStepOnce()
    {
        var traceId = await PostAsync("/orders", """{"item":"tea","count":3,"more":true}""");
        await Eventually.Is(() => NotesOf(traceId).Length == 2);
        var (bill, ship) = (NotesOf(traceId, "Bill").Single(), NotesOf(traceId, "Ship").Single());
        Assert.Equal(("tea", "3 tea"), (bill.Text, ship.Text));
        Assert.Equal((1, 1), (bill.Attempt, ship.Attempt));
        Assert.NotEmpty(bill.Id);
        Assert.NotEqual(bill.Id, ship.Id);
    }

    [Fact]
    public async Task Emit_OnATopicThatAStepNamesTwice_ReachesItOnce()
    {
        var traceId = await _http.EmitAsync("twice", 1);
        await _http.CountsBecomeAsync("Twice", "0 0 0 0 1");
        Assert.Single(NotesOf(traceId));
    }

    [Fact]
    public async Task Emit_AnArrayTwice_DeliversEachOfItOnceAndInOrder()
    {
        var traceId = await PostAsync("/batch", "{}");
        await Eventually.Is(() => NotesOf(traceId, "Batch").Any(note => note.Text == "last"));
        Assert.Equal([.. Enumerable.Range(0, 50).Select(i => $"{i}"), "last"], NotesOf(traceId, "Batch").Select(note => note.Text));
    }

    [Fact]
    public async Task Emit_TopicThatIsNotDeclared_IsAnErrorThatTheHandlerSees()
    {
        var refused = await TryAsync("/declares", new { topic = "undeclared" });
        Assert.StartsWith("UndeclaredTopic: ", refused, StringComparison.Ordinal);
        Assert.All(["\"Declares\"", "\"undeclared\"", "\"declared\"", "\"other\""], part => Assert.Contains(part, refused, StringComparison.Ordinal));
        Assert.Equal("accepted", await TryAsync("/declares", new { topic = "declared" }));
        Assert.Equal("accepted", await TryAsync("/declares", new { topic = "other" }));
    }

    [Fact]
    public async Task Emit_ByAnEventStepOfATopicThatIsNotDeclared_IsAnErrorThatTheHandlerSees()
    {
        var traceId = await _http.EmitAsync("declaring", 0);
        await Eventually.Is(() => NotesOf(traceId).Length == 1);
        Assert.Equal("UndeclaredTopic", NotesOf(traceId).Single().Text);
    }

    [Fact]
    public async Task Emit_NobodySubscribes_IsAcceptedAndWarnedOfOnceForEachTopic()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("accepted", await TryAsync("/try", new { topic = "nobody.hears" }));
            await _http.EmitAsync("nobody.hears", i);
        }

        await _http.EmitAsync("nobody.listens", 0);
        await Eventually.Is(() => WarningsOf("nobody.listens") == 1);
        Assert.Equal(1, WarningsOf("nobody.hears"));
    }

    [Fact]
    public async Task Emit_DataOver1MBOfJson_IsRefused()
    {
        Assert.Equal("accepted", await TryAsync("/try", new { topic = "sizes", size = MostBytes - 2 }));
        var refused = await TryAsync("/try", new { topic = "sizes", size = MostBytes - 1 });
        Assert.StartsWith("Invalid: ", refused, StringComparison.Ordinal);
        Assert.Contains($"{MostBytes + 1} bytes", refused, StringComparison.Ordinal);
        Assert.Contains($"{MostBytes}.", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a\n")]
    [InlineData("größe")]
    [InlineData("*")]
    public async Task Emit_TopicWithOtherCharacters_IsRefused(string topic)
    {
        Assert.StartsWith("Invalid: ", await TryAsync("/try", new { topic }), StringComparison.Ordinal);
        await _http.SendAsync("POST /emit", new JsonObject { ["topic"] = topic, ["data"] = 0 }.ToJsonString()).TextAsync(400);
    }

    [Fact]
    public async Task Emit_TopicOf128Characters_IsDeliveredAndOneMoreIsRefused()
    {
        var topic = "Aa0._-: /" + new string('t', 119);
        var traceId = await _http.EmitAsync(topic, 0);
        await Eventually.Is(() => NotesOf(traceId, "Named").Length == 1);
        Assert.StartsWith("Invalid: ", await TryAsync("/try", new { topic = topic + "t" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emit_MessageGroupOver512Bytes_IsRefused()
    {
        Assert.Equal("accepted", await TryAsync("/try", new { topic = "groups", group = new string('g', 512) }));
        Assert.StartsWith("Invalid: ", await TryAsync("/try", new { topic = "groups", group = new string('g', 513) }), StringComparison.Ordinal);
        Assert.StartsWith("Invalid: ", await TryAsync("/try", new { topic = "groups", group = "" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_OfThreeSteps_SharesTheTraceIdAndItsState()
    {
        var traceId = await PostAsync("/chain", "{}");
        await Eventually.Is(() => NotesOf(traceId, "Third").Length == 1);
        Assert.Equal("0 1 2", NotesOf(traceId, "Third").Single().Text);
        await Eventually.Is(() => NotesOf(traceId).Length == 3);
        Assert.Equal(3, NotesOf(traceId).Select(note => note.Id).Distinct().Count());
    }

    [Fact]
    public async Task PostEmit_AnEvent_AnswersItWithTheTraceIdOfTheRunThatBegins()
    {
        using var response = await _http.SendAsync("POST /emit", """{"topic":"outside","data":{"a":[1,null]}}""");
        var traceId = response.Header("x-trace-id")!;
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(
            $$$"""{"success":true,"emitted":{"topic":"outside","data":{"a":[1,null]}},"traceId":"{{{traceId}}}","subscribers":1}""", await response.Content.ReadAsStringAsync());
        await Eventually.Is(() => NotesOf(traceId).Length == 1);
        Assert.Equal("""{"a":[1,null]}""", NotesOf(traceId, "Outside").Single().Text);
    }

    [Theory]
    [InlineData("order.placed", 2)]
    [InlineData("outside", 1)]
    [InlineData("nobody.subscribes", 0)]
    public async Task PostEmit_AnEvent_TellsHowManyStepsGetIt(string topic, int subscribers)
    {
        var answer = await _http.SendAsync("POST /emit", new JsonObject { ["topic"] = topic, ["data"] = new JsonObject { ["item"] = "tea", ["count"] = 1 } }.ToJsonString()).JsonAsync();
        Assert.Equal(subscribers, (int)answer!["subscribers"]!);
    }

    [Theory]
    [InlineData("nonsense", "JSON")]
    [InlineData("", "JSON")]
    [InlineData("[]", "Array")]
    [InlineData("""{"data":1}""", "topic")]
    [InlineData("""{"topic":"outside"}""", "data")]
    [InlineData("""{"topic":7,"data":1}""", "topic")]
    [InlineData("""{"topic":"outside","data":1,"messageGroupId":7}""", "messageGroupId")]
    [InlineData("""{"topic":"outside","data":1,"extra":1}""", "extra")]
    [InlineData("""{"topic":"outside","data":"\ud800"}""", "JSON")]
    [InlineData("""{"topic":"\ud800","data":1}""", "JSON")]
    [InlineData("""{"\ud800":1}""", "JSON")]
    public async Task PostEmit_AnythingElse_Is400SayingWhy(string body, string says)
    {
        using var response = await _http.SendAsync("POST /emit", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(says, (string)JsonNode.Parse(text)!["error"]!, StringComparison.Ordinal);
        Assert.NotNull(response.Header("x-trace-id"));
    }

    [Theory]
    [InlineData(MostBytes - 1, 400)]
    [InlineData(2 * MostBytes, 413)]
    public async Task PostEmit_DataOver1MB_IsRefused(int size, int status)
    {
        using var response = await _http.SendAsync("POST /emit", $$"""{"topic":"outside","data":"{{new string('x', size)}}"}""");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotNull(response.Header("x-trace-id"));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.example")]
    public async Task PostEmit_ForeignOriginOrHost_Is401(string header, string value)
    {
        using var response = await _http.SendAsync("POST /emit", """{"topic":"outside","data":1}""", "application/json", (header, value));
        Assert.Equal(401, (int)response.StatusCode);
        Assert.NotNull(response.Header("x-trace-id"));
        await _http.SendAsync("POST /emit", """{"topic":"outside","data":1}""", "application/json", ("Origin", $"http://{shared.Silo.Address.Authority}")).TextAsync();
    }

    [Fact]
    public async Task PostEmit_OutsideDevelopment_NeedsTheToken()
    {
        const string Token = "a secret of the test";
        using var project = new ProjectFolder().Event("Outside", "outside", """Notes.Add("Outside", context, input);""");
        await using var silo = await SiloProcess.StartInAsync(
            project.Root, ["--steps", project.Steps, "--environment", "Production"], new Dictionary<string, string> { ["Motia__Token"] = Token });
        await silo.Http.SendAsync("POST /emit", """{"topic":"outside","data":1}""").TextAsync(401);
        await silo.Http.SendAsync("POST /emit", """{"topic":"outside","data":2}""", "application/json", ("Authorization", "Bearer wrong")).TextAsync(401);
        await silo.Http.SendAsync("POST /emit", """{"topic":"outside","data":3}""", "application/json", ("Authorization", $"Bearer {Token}")).TextAsync();
        Assert.Equal("3", (await project.NotesAsync("Outside", 1)).Single().Text);
    }

    private async Task<string> PostAsync(string path, string body)
    {
        using var response = await _http.SendAsync("POST " + path, body);
        Assert.Equal(204, (int)response.StatusCode);
        return response.Header("x-trace-id")!;
    }

    private Task<string> TryAsync(string path, object body) => _http.SendAsync("POST " + path, System.Text.Json.JsonSerializer.Serialize(body)).TextAsync();

    private Note[] NotesOf(string traceId, string? step = null) =>
        [.. shared.Project.Notes().Where(note => note.TraceId == traceId && (step is null || note.Step == step))];

    private int WarningsOf(string topic) =>
        shared.Silo.Error.Count(line => line.Contains(" warn ", StringComparison.Ordinal) && line.Contains($"topic {topic};", StringComparison.Ordinal));
}
