using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Steps;

/// <summary>All four kinds load and are listed with what their configs say.</summary>
public sealed class StepKindTests(StepKindTests.Shared shared) : IClassFixture<StepKindTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Write("steps/deep/er/api_step.cs", """
                using Motia;

                namespace Any.Name.Space;

                internal sealed class AnyName
                {
                    internal static ApiStep Config { get; } = new()
                    {
                        Name = "The api: step/1_a-b.c", Description = "Says <something>.", Method = "POST", Path = "/things/:id", Flows = ["flow one", "flow-2"],
                        Emits = ["plain.topic", new Emit("labelled topic", "label", Conditional: true)], VirtualEmits = ["virtual"], VirtualSubscribes = ["seen"],
                        IncludeFiles = ["*.txt"], QueryParams = [new("page", "which page"), new("size")],
                        ResponseSchema = new Dictionary<int, Type> { [200] = typeof(Thing), [404] = typeof(string) },
                        Infrastructure = new() { Handler = new() { Ram = 256, Cpu = 0.5, Timeout = 30 } },
                    };

                    private static ApiResponse Handler(ApiRequest<Thing> request, StepContext context) => ApiResponse.Json(200, context.Flows);
                }

                internal sealed record Thing(string Title, int? Count = null);
                """)
            .Write("steps/event.step.cs", """
                using Motia;

                public sealed class OnOrder
                {
                    public static readonly EventStep Config = new()
                    {
                        Name = "OnOrder", Subscribes = ["plain.topic", "other"], Emits = ["done"],
                        Infrastructure = new() { Handler = new() { Timeout = 10 }, Queue = new() { Type = QueueType.Fifo, MaxRetries = 0, VisibilityTimeout = 11, DelaySeconds = 900, Concurrency = 1 } },
                    };

                    public Task Handler(OrderPlaced input, StepContext context) => Task.CompletedTask;
                }

                public sealed record OrderPlaced(string Id);
                """)
            .Write("steps/cron.step.cs", """
                using Motia;

                public static class Nightly
                {
                    public static readonly CronStep Config = new() { Name = "Nightly", Cron = "0 3 * * MON-FRI", TimeZone = "Europe/Vienna", CatchUp = CatchUp.All, Overlap = Overlap.Queue };

                    public static ValueTask Handler(StepContext context) => default;
                }

                public static class EverySecond
                {
                    public static readonly CronStep Config = new() { Name = "EverySecond", Cron = "*/1 * * * * *" };

                    public static void Handler(StepContext context) { }
                }
                """)
            .Write("steps/noop.step.cs", """
                using Motia;

                public static class Outside
                {
                    public static readonly NoopStep Config = new() { Name = "Outside", VirtualSubscribes = ["virtual"], VirtualEmits = ["from.outside"], Flows = ["flow one"] };
                }
                """)
            .Write("steps/not-a-step.cs", """
                using Motia;

                public static class NotAStep
                {
                    public static readonly ApiStep Config = new() { Name = "NotAStep", Method = "GET", Path = "/not-a-step" };

                    public static ApiResponse Handler(ApiRequest request) => ApiResponse.Empty();
                }
                """);
    }

    [Fact]
    public async Task Catalog_AllKinds_HasNoErrors() => Assert.Equal("[]", (await Catalog())["errors"].Compact());

    [Fact]
    public async Task Catalog_Api_TellsItsConfig()
    {
        var step = await Step("The api: step/1_a-b.c");
        Assert.Equal("api", (string?)step["type"]);
        Assert.Equal("csharp", (string?)step["language"]);
        Assert.Equal("steps/deep/er/api_step.cs", (string?)step["file"]);
        Assert.Equal("Says <something>.", (string?)step["description"]);
        Assert.Equal("POST", (string?)step["method"]);
        Assert.Equal("/things/:id", (string?)step["path"]);
        Assert.Equal("""["flow one","flow-2"]""", step["flows"].Compact());
        Assert.Equal("plain.topic", (string?)step["emits"]![0]!["topic"]);
        Assert.Equal("""{"topic":"labelled topic","label":"label","conditional":true}""", step["emits"]![1].Compact());
        Assert.Equal("virtual", (string?)step["virtualEmits"]![0]!["topic"]);
        Assert.Equal("""["seen"]""", step["virtualSubscribes"].Compact());
        Assert.Equal("""["*.txt"]""", step["includeFiles"].Compact());
        Assert.Equal("""[{"name":"page","description":"which page"},{"name":"size"}]""", step["queryParams"].Compact());
        Assert.Equal("""{"ram":256,"cpu":0.5,"timeout":30}""", step["infrastructure"]!["handler"].Compact());
        Assert.Contains("title", step["bodySchema"].Compact(), StringComparison.Ordinal);
        Assert.Contains("title", step["responseSchema"]!["200"].Compact(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_Event_TellsItsConfig()
    {
        var step = await Step("OnOrder");
        Assert.Equal("event", (string?)step["type"]);
        Assert.Equal("""["plain.topic","other"]""", step["subscribes"].Compact());
        var queue = step["infrastructure"]!["queue"]!;
        Assert.Equal("fifo", (string?)queue["type"]);
        Assert.Equal(900, (int)queue["delaySeconds"]!);
        Assert.Contains("id", step["input"].Compact(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_Cron_TellsItsConfig()
    {
        var step = await Step("Nightly");
        Assert.Equal("cron", (string?)step["type"]);
        Assert.Equal("0 3 * * MON-FRI", (string?)step["cron"]);
        Assert.Equal("Europe/Vienna", (string?)step["timeZone"]);
        Assert.Equal("all", (string?)step["catchUp"]);
        Assert.Equal("queue", (string?)step["overlap"]);
        var other = await Step("EverySecond");
        Assert.Equal("last", (string?)other["catchUp"]);
        Assert.Equal("skip", (string?)other["overlap"]);
    }

    [Fact]
    public async Task Catalog_Noop_TellsItsConfig() => Assert.Equal("noop", (string?)(await Step("Outside"))["type"]);

    [Fact]
    public async Task Catalog_Topics_AreThoseOfAllSteps() =>
        Assert.Equal("""["done","from.outside","labelled topic","other","plain.topic","seen","virtual"]""", (await Catalog())["topics"].Compact());

    [Fact]
    public async Task Api_InternalAndNested_Answers() =>
        Assert.Equal("""["flow one","flow-2"]""", await shared.Http.SendAsync("POST /things/1", """{"title":"a"}""").TextAsync());

    [Fact]
    public async Task File_NotNamedAStep_IsNone() => await shared.Http.SendAsync("GET /not-a-step").TextAsync(404);

    [Fact]
    public async Task Handler_WritesToTheConsole_StdoutKeepsItsOneLine()
    {
        using var project = new ProjectFolder().Api("GET /writes", """Console.WriteLine("from the handler"); return ApiResponse.Empty();""");
        await using var silo = await SiloProcess.StartAsync(project);
        await silo.Http.SendAsync("GET /writes").TextAsync(204);
        Assert.Single((await silo.StopAsync()).Out);
    }

    [Theory]
    [InlineData("steps/hello.step.ts", "export const config = {}")]
    [InlineData("steps/hello.step.js", "exports.config = {}")]
    [InlineData("steps/hello_step.py", "config = {}")]
    public async Task File_OfALanguageThatDoesNotRun_IsTold(string file, string text)
    {
        using var project = new ProjectFolder().Api("GET /hello", "return ApiResponse.Empty();").Write(file, text);
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        var catalog = await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        Assert.Equal(file, (string?)Assert.Single(catalog!["errors"]!.AsArray())!["file"]);
        await silo.Http.SendAsync("GET /hello").TextAsync(204);
    }

    private async Task<JsonNode> Catalog() => (await shared.Http.SendAsync("GET /__motia/catalog").JsonAsync())!;

    private async Task<JsonNode> Step(string name) => (await Catalog())["steps"]!.AsArray().Single(step => (string?)step!["name"] == name)!;
}
