using System.Text.Json.Nodes;
using Motia.Grains;
using Motia.Silo.Runners;

namespace Motia.Silo.Tests.Runners;

/// <summary>Configs of other languages: what is right becomes a description, what is wrong is told by its field.</summary>
public sealed class StepConfigReaderTests
{
    [Fact]
    public void Api_EveryField_IsTakenOver()
    {
        var step = Read("""
            {
              "type": "api", "name": "Place", "description": "places", "path": "/orders/:id", "method": "POST", "flows": ["orders"],
              "emits": ["placed", { "topic": "refused", "label": "no stock", "conditional": true }], "virtualEmits": ["mail"], "virtualSubscribes": ["click"],
              "queryParams": [{ "name": "dry", "description": "only tries" }], "bodySchema": { "type": "object" }, "responseSchema": { "200": { "type": "string" } },
              "includeFiles": ["./a.txt"], "infrastructure": { "handler": { "ram": 512, "cpu": 0.5, "timeout": 20 } }
            }
            """);
        Assert.Equal((StepKind.Api, "Place", "POST", "/orders/:id", "typescript", "steps/a.step.ts"), (step.Type, step.Name, step.Method, step.Path, step.Language, step.File));
        Assert.Equal([new Emit("placed"), new Emit("refused", "no stock", true)], step.Emits);
        Assert.Equal(("mail", "click", "orders", "./a.txt"), (step.VirtualEmits[0].Topic, step.VirtualSubscribes[0], step.Flows[0], step.IncludeFiles[0]));
        Assert.Equal(new QueryParam("dry", "only tries"), Assert.Single(step.QueryParams!));
        Assert.Equal("""{"type":"object"}""", step.BodySchema!.ToJsonString());
        Assert.Equal("""{"type":"string"}""", step.ResponseSchema!["200"].ToJsonString());
        Assert.Equal((512, 0.5, 20), (step.Infrastructure!.Handler!.Ram, step.Infrastructure.Handler.Cpu, step.Infrastructure.Handler.Timeout));
    }

    [Fact]
    public void Event_ItsQueue_IsTakenOver_AndWhatIsNotGivenHasItsDefault()
    {
        var step = Read("""{ "type": "event", "name": "E", "subscribes": ["a"], "input": null, "infrastructure": { "queue": { "type": "fifo", "maxRetries": 0, "visibilityTimeout": 400.0 } } }""");
        var queue = step.Infrastructure!.Queue!;
        Assert.Equal((QueueType.Fifo, 0, 400, 0, null), (queue.Type, queue.MaxRetries, queue.VisibilityTimeout, queue.DelaySeconds, queue.Concurrency));
        Assert.Null(step.Input);
    }

    [Fact]
    public void Cron_HasTheDefaultsOfItsPolicies()
    {
        var step = Read("""{ "type": "cron", "name": "C", "cron": "0 9 * * *", "timeZone": "Europe/Vienna" }""");
        Assert.Equal(("0 9 * * *", "Europe/Vienna", "last", "skip"), (step.Cron, step.TimeZone, step.CatchUp, step.Overlap));
    }

    [Theory]
    [InlineData("null", "no step is here, though the file's name says so; it must export \"config\", an object.")]
    [InlineData("""{ "name": "A" }""", "\"type\" is missing; it must be text.")]
    [InlineData("""{ "type": "queue", "name": "A" }""", "\"type\" is \"queue\"; it must be one of \"api\", \"event\", \"cron\" and \"noop\".")]
    [InlineData("""{ "type": "noop" }""", "\"name\" is missing; it must be text.")]
    [InlineData("""{ "type": "noop", "name": 7 }""", "\"name\" is 7; it must be text.")]
    [InlineData("""{ "type": "noop", "name": "A", "flows": "f" }""", "\"flows\" is \"f\"; it must be a list of text.")]
    [InlineData("""{ "type": "noop", "name": "A", "flows": ["f", 1] }""", "\"flows[1]\" is 1; it must be text.")]
    [InlineData("""{ "type": "noop", "name": "A", "path": "/a" }""", "\"path\" is not known; a noop step can have \"type\", \"name\", \"description\", \"flows\", \"virtualEmits\", \"virtualSubscribes\", \"includeFiles\".")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "colour": "red" }""", "\"colour\" is not known; an event step can have")]
    [InlineData("""{ "type": "event", "name": "A" }""", "\"subscribes\" is missing; it must be a list of text.")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": [] }""", "\"subscribes\" is empty")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "emits": [{ "label": "x" }] }""", "\"emits[0].topic\" is missing; it must be text.")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "emits": [{ "topic": "x", "when": 1 }] }""", "\"emits[0].when\" is not known; an emit can have \"topic\", \"label\", \"conditional\".")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "emits": [5] }""", "\"emits[0]\" is 5; it must be a topic or { topic, label?, conditional? }.")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "input": { "$function": true } }""", null)]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "input": "x" }""", "\"input\" is \"x\"; it must be a JSON Schema, which is an object.")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": { "$function": true } }""", "\"subscribes\" is a function; it must be a list of text.")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "infrastructure": { "queue": { "type": "lifo" } } }""", "\"infrastructure.queue.type\" is \"lifo\"; it must be \"standard\" or \"fifo\".")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "infrastructure": { "queue": { "maxRetries": 1.5 } } }""", "\"infrastructure.queue.maxRetries\" is 1.5; it must be a whole number.")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "infrastructure": { "handler": { "cores": 2 } } }""", "\"infrastructure.handler.cores\" is not known; \"infrastructure.handler\" can have \"ram\", \"cpu\", \"timeout\".")]
    [InlineData("""{ "type": "event", "name": "A", "subscribes": ["a"], "infrastructure": { "handler": { "timeout": 901 } } }""", "\"infrastructure.handler.timeout\" is 901")]
    [InlineData("""{ "type": "api", "name": "A", "path": "/a", "method": "FETCH" }""", "\"method\" is \"FETCH\"; it must be one of GET")]
    [InlineData("""{ "type": "api", "name": "A", "path": "a", "method": "GET" }""", "\"path\"")]
    [InlineData("""{ "type": "api", "name": "A", "path": "/a", "method": "GET", "responseSchema": { "ok": {} } }""", "\"responseSchema\" is \"ok\"; it must be an object of schemas by status")]
    [InlineData("""{ "type": "api", "name": "A", "path": "/a", "method": "GET", "infrastructure": { "queue": {} } }""", "only event steps have queues")]
    [InlineData("""{ "type": "cron", "name": "A", "cron": "never" }""", "\"cron\"")]
    [InlineData("""{ "type": "cron", "name": "A", "cron": "* * * * *", "overlap": "maybe" }""", "\"overlap\" is \"maybe\"; it must be \"skip\" or \"queue\" or \"allow\".")]
    public void Step_WithAMistake_IsNone_AndTheMistakeNamesTheField(string config, string? mistake)
    {
        var mistakes = new List<string>();
        var step = new StepConfigReader("steps/a.step.ts", "typescript", mistakes).ReadStep(JsonNode.Parse(config));
        if (mistake is null)
        {
            Assert.NotNull(step);
            return;
        }

        Assert.Null(step);
        Assert.Contains(mistake, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "s", "schema": { "type": "object" }, "baseConfig": { "storageType": "default" } }""", null)]
    [InlineData("""{ "schema": {} }""", "\"name\" is missing")]
    [InlineData("""{ "name": "s", "baseConfig": { "storageType": "redis" } }""", "\"baseConfig.storageType\" is \"redis\"; it must be \"default\".")]
    [InlineData("""{ "name": "s", "items": {} }""", "\"items\" is not known; a stream can have \"name\"")]
    [InlineData("""{ "name": "a*b" }""", "a name has 1–128 characters")]
    public void Stream_IsReadLikewise(string config, string? mistake)
    {
        var mistakes = new List<string>();
        var stream = new StepConfigReader("steps/a.stream.py", "python", mistakes).ReadStream(JsonNode.Parse(config), hasCanAccess: true);
        Assert.Equal(mistake is null, stream is not null);
        Assert.Contains(mistake ?? "", mistake is null ? "" : Assert.Single(mistakes), StringComparison.Ordinal);
        Assert.True(stream?.HasCanAccess ?? true);
    }

    private static StepDescription Read(string config)
    {
        var mistakes = new List<string>();
        var step = new StepConfigReader("steps/a.step.ts", "typescript", mistakes).ReadStep(JsonNode.Parse(config));
        Assert.Empty(mistakes);
        return step!;
    }
}
