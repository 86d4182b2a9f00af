using System.Globalization;
using System.Text.Json.Nodes;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Schemas;

namespace Motia.Silo.Steps;

/// <summary>Says in the language-neutral form what a C# config says.</summary>
internal static class StepDescriptions
{
    public static StepKind KindOf(StepConfig config) => config switch
    {
        ApiStep => StepKind.Api,
        EventStep => StepKind.Event,
        CronStep => StepKind.Cron,
        _ => StepKind.Noop,
    };

    /// <summary>Describes a step.</summary>
    /// <param name="config">Its config.</param>
    /// <param name="file">Its file.</param>
    /// <param name="handlerInput">The type its handler takes, from which a schema is derived if the config gives none.</param>
    public static StepDescription Of(StepConfig config, string file, Type? handlerInput)
    {
        var handled = config as HandledStepConfig;
        var description = new StepDescription
        {
            Name = config.Name,
            Type = KindOf(config),
            Language = "csharp",
            File = file,
            Description = config.Description,
            Flows = config.Flows,
            VirtualEmits = config.VirtualEmits,
            VirtualSubscribes = config.VirtualSubscribes,
            IncludeFiles = config.IncludeFiles,
            Emits = handled?.Emits ?? [],
            Infrastructure = handled?.Infrastructure,
        };
        return config switch
        {
            ApiStep api => description with
            {
                Path = api.Path,
                Method = api.Method,
                QueryParams = api.QueryParams,
                BodySchema = api.BodySchema ?? SchemaOf(handlerInput),
                ResponseSchema = api.ResponseSchema.ToDictionary(
                    pair => pair.Key.ToString(CultureInfo.InvariantCulture), pair => SchemaOf(pair.Value)!, StringComparer.Ordinal),
            },
            EventStep @event => description with { Subscribes = @event.Subscribes, Input = @event.Input ?? SchemaOf(handlerInput) },
            CronStep cron => description with
            {
                Cron = cron.Cron,
                TimeZone = cron.TimeZone,
                CatchUp = LowerName(cron.CatchUp),
                Overlap = LowerName(cron.Overlap),
            },
            _ => description,
        };
    }

    /// <summary>Describes a stream.</summary>
    /// <param name="definition">Its definition.</param>
    /// <param name="file">Its file.</param>
    public static StreamDescription Of(StreamDefinition definition, string file) => new()
    {
        Name = definition.Name,
        Language = "csharp",
        File = file,
        Description = definition.Description,
        Schema = definition.Schema ?? SchemaOf(definition.ItemType, isAboutHandler: false),
        HasCanAccess = definition.CanAccess is not null,
    };

    private static string LowerName<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static JsonNode? SchemaOf(Type? type, bool isAboutHandler = true)
    {
        try
        {
            return type is null ? null : JsonNode.Parse(TypeSchema.For(type, MotiaJson.Options).Schema.Source.GetRawText());
        }
        catch (JsonSchemaException exception)
        {
            throw new InvalidStepException($"{type!.Name} can't be read from JSON: {exception.Reason}", isAboutHandler);
        }
    }
}
