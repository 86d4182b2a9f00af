using System.Globalization;
using System.Text.Json.Nodes;
using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>Reads the configs of steps and streams that are written in other languages than C#.</summary>
/// <param name="file">The file, as people see it.</param>
/// <param name="language">Its language.</param>
/// <param name="mistakes">Where mistakes are noted.</param>
internal sealed class StepConfigReader(string file, string language, List<string> mistakes)
{
    private static readonly string[] Kinds = ["api", "event", "cron", "noop"];

    /// <summary>Reads a step; null if it has mistakes.</summary>
    public StepDescription? ReadStep(JsonNode? config)
    {
        if (Begin(config, "step") is not { } fields)
        {
            return null;
        }

        var kind = fields.Text("type", isRequired: true);
        if (kind is not null && !Kinds.Contains(kind, StringComparer.Ordinal))
        {
            mistakes.Add($"\"type\" is \"{kind}\"; it must be one of \"api\", \"event\", \"cron\" and \"noop\".");
        }

        if (mistakes.Count > 0 || kind is null)
        {
            return null;
        }

        var type = (StepKind)Array.IndexOf(Kinds, kind);
        var step = ReadKind(type, ReadCommon(type, fields), fields);
        fields.DemandKnown($"{(kind[0] is 'a' or 'e' ? "an" : "a")} {kind} step");
        mistakes.AddRange(mistakes.Count == 0 ? StepRules.Check(step) : []);
        return mistakes.Count == 0 ? step : null;
    }

    /// <summary>Reads a stream; null if it has mistakes.</summary>
    /// <param name="config">Its config.</param>
    /// <param name="hasCanAccess">Whether it decides who may subscribe.</param>
    public StreamDescription? ReadStream(JsonNode? config, bool hasCanAccess)
    {
        if (Begin(config, "stream") is not { } fields)
        {
            return null;
        }

        var stream = new StreamDescription
        {
            Name = fields.Text("name", isRequired: true) ?? "",
            Language = language,
            File = file,
            Description = fields.Text("description"),
            Schema = fields.Schema("schema"),
            HasCanAccess = hasCanAccess,
        };
        if (fields.Object("baseConfig") is { } storage)
        {
            storage.Word("storageType", "default");
            storage.DemandKnown("\"baseConfig\"");
        }

        fields.Allow("canAccess");
        fields.DemandKnown("a stream");
        if (mistakes.Count == 0 && !StepRules.IsName(stream.Name))
        {
            mistakes.Add($"\"name\" has {StepRules.Quote(stream.Name)}; {StepRules.NameRule}");
        }

        return mistakes.Count == 0 ? stream : null;
    }

    private ConfigObject? Begin(JsonNode? config, string what)
    {
        if (config is JsonObject fields)
        {
            return new ConfigObject(fields, "", mistakes);
        }

        mistakes.Add($"no {what} is here, though the file's name says so; it must export \"config\", an object.");
        return null;
    }

    private StepDescription ReadCommon(StepKind type, ConfigObject fields) => new()
    {
        Name = fields.Text("name", isRequired: true) ?? "",
        Type = type,
        Language = language,
        File = file,
        Description = fields.Text("description"),
        Flows = fields.Texts("flows"),
        VirtualEmits = Emits(fields, "virtualEmits"),
        VirtualSubscribes = fields.Texts("virtualSubscribes"),
        IncludeFiles = fields.Texts("includeFiles"),
    };

    private static StepDescription ReadKind(StepKind type, StepDescription step, ConfigObject fields)
    {
        switch (type)
        {
            case StepKind.Api:
                step = step with
                {
                    Path = fields.Text("path", isRequired: true),
                    Method = fields.Text("method", isRequired: true),
                    QueryParams = QueryParams(fields),
                    BodySchema = fields.Schema("bodySchema"),
                    ResponseSchema = ResponseSchema(fields),
                };
                fields.Allow("middleware");
                break;
            case StepKind.Event:
                step = step with { Subscribes = fields.Texts("subscribes", isRequired: true), Input = fields.Schema("input") };
                break;
            case StepKind.Cron:
                step = step with
                {
                    Cron = fields.Text("cron", isRequired: true),
                    TimeZone = fields.Text("timeZone"),
                    CatchUp = fields.Word("catchUp", "none", "last", "all") ?? "last",
                    Overlap = fields.Word("overlap", "skip", "queue", "allow") ?? "skip",
                };
                break;
            default:
                return step;
        }

        return step with { Emits = Emits(fields, "emits"), Infrastructure = Infrastructure(fields) };
    }

    private static List<Emit> Emits(ConfigObject fields, string field)
    {
        const string Kind = "a topic or { topic, label?, conditional? }";
        var emits = new List<Emit>();
        foreach (var (item, at) in fields.Items(field, isRequired: false, "a list of topics"))
        {
            if (item is JsonValue topic && topic.TryGetValue<string>(out var name))
            {
                emits.Add(new Emit(name));
            }
            else if (fields.Item(item, at, Kind) is { } emit)
            {
                emits.Add(new Emit(emit.Text("topic", isRequired: true) ?? "", emit.Text("label"), emit.Flag("conditional")));
                emit.DemandKnown("an emit");
            }
        }

        return emits;
    }

    private static List<QueryParam>? QueryParams(ConfigObject fields)
    {
        var list = new List<QueryParam>();
        foreach (var (item, at) in fields.Items("queryParams", isRequired: false, "a list of { name, description? }"))
        {
            if (fields.Item(item, at, "{ name, description? }") is { } parameter)
            {
                list.Add(new QueryParam(parameter.Text("name", isRequired: true) ?? "", parameter.Text("description")));
                parameter.DemandKnown("a query parameter");
            }
        }

        return list;
    }

    private static Dictionary<string, JsonNode> ResponseSchema(ConfigObject fields)
    {
        var schemas = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (status, schema) in fields.Members("responseSchema"))
        {
            if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                fields.Note("responseSchema", JsonValue.Create(status), "an object of schemas by status, such as 200");
            }
            else if (schema is not null)
            {
                schemas[status] = schema.DeepClone();
            }
        }

        return schemas;
    }

    private static StepInfrastructure? Infrastructure(ConfigObject fields)
    {
        if (fields.Object("infrastructure") is not { } given)
        {
            return null;
        }

        var (handler, queue) = (given.Object("handler"), given.Object("queue"));
        var infrastructure = new StepInfrastructure
        {
            Handler = handler is null ? null : new() { Ram = handler.Whole("ram"), Cpu = handler.Number("cpu"), Timeout = handler.Whole("timeout") },
            Queue = queue is null ? null : Queue(queue, new QueueSettings()),
        };
        handler?.DemandKnown("\"infrastructure.handler\"");
        queue?.DemandKnown("\"infrastructure.queue\"");
        given.DemandKnown("\"infrastructure\"");
        return infrastructure;
    }

    private static QueueSettings Queue(ConfigObject queue, QueueSettings defaults) => new()
    {
        Type = queue.Word("type", "standard", "fifo") == "fifo" ? QueueType.Fifo : QueueType.Standard,
        MaxRetries = queue.Whole("maxRetries") ?? defaults.MaxRetries,
        VisibilityTimeout = queue.Whole("visibilityTimeout") ?? defaults.VisibilityTimeout,
        DelaySeconds = queue.Whole("delaySeconds") ?? defaults.DelaySeconds,
        Concurrency = queue.Whole("concurrency"),
    };
}
