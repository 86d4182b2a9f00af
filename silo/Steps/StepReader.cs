using Motia.Grains;
using Motia.Silo.Api;
using Motia.Silo.Compilation;
using Motia.Silo.Schemas;
using EventHandler = Motia.Silo.Events.EventHandler;

namespace Motia.Silo.Steps;

/// <summary>Reads the steps and streams of an assembly and finds the mistakes in them.</summary>
internal sealed class StepReader(MotiaOptions options)
{
    private static readonly HashSet<string> NoFiles = [];

    /// <summary>Reads an assembly.</summary>
    /// <param name="source">The assembly.</param>
    /// <param name="module">Its services.</param>
    /// <param name="findings">Where streams and mistakes are noted.</param>
    public IReadOnlyList<LoadedStep> Read(StepSource source, StepModule module, StepFindings findings)
    {
        using var lines = new SourceLines(source.Assembly);
        var steps = new List<LoadedStep>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in StepType.In(source.Assembly))
        {
            var at = lines.OfConfig(type.Config) ?? SourceText.LineOf(lines.OfType(type.Type)?.File, type.Config.Name);
            if (source.StepFiles is { } files && at is { } place && !(files.Contains(place.File) && IsFor(type, place.File)))
            {
                findings.PassedOver.Add((type, place));
                continue;
            }

            seen.Add(at?.File ?? "");
            if (!Read(type, at, source, module, lines, steps, findings))
            {
                findings.BrokenTypes.Add(type.Name);
            }
        }

        foreach (var file in (source.StepFiles ?? NoFiles).Except(seen))
        {
            findings.Errors.Add(new StepError(
                FileOf(new SourceLine(file, 1), source),
                SourceText.LineOf(file, "Config")?.Line ?? 1,
                SourceFile.IsStepFile(file)
                    ? "no step is here, though the file's name says so; a step is a type with a static \"Config\" that is an ApiStep, EventStep, CronStep or NoopStep."
                    : "no stream is here, though the file's name says so; a stream is a type with a static \"Config\" that is a StreamDefinition<T>."));
        }

        return steps;
    }

    private static bool IsFor(StepType type, string file) => type.IsStream ? SourceFile.IsStreamFile(file) : SourceFile.IsStepFile(file);

    // False if there are mistakes in it.
    private bool Read(StepType type, SourceLine? at, StepSource source, StepModule module, SourceLines lines, List<LoadedStep> steps, StepFindings findings)
    {
        try
        {
            if (type.IsStream)
            {
                findings.Streams.Add(LoadStream(type, module, at, FileOf(at, source)));
                return true;
            }

            var description = Describe(type, FileOf(at, source));
            var mistakes = StepRules.Check(description).ToArray();
            findings.Errors.AddRange(mistakes.Select(mistake => new StepError(description.File, at?.Line, mistake)));
            if (mistakes.Length == 0)
            {
                steps.Add(Load(type, description, module, at));
            }

            return mistakes.Length == 0;
        }
        catch (InvalidStepException mistake)
        {
            var where = mistake.IsAboutHandler ? HandlerLine(type, lines) ?? at : at;
            findings.Errors.Add(new StepError(FileOf(where, source), where?.Line, mistake.Message));
            return false;
        }
    }

    private static LoadedStream LoadStream(StepType type, StepModule module, SourceLine? at, string file)
    {
        var definition = type.ReadStream();
        if (!StepRules.IsName(definition.Name))
        {
            throw new InvalidStepException($"\"name\" has {StepRules.Quote(definition.Name)}; {StepRules.NameRule}", isAboutHandler: false);
        }

        return new(StepDescriptions.Of(definition, file), module, definition.CanAccess, at) { TypeName = type.Name };
    }

    private static StepDescription Describe(StepType type, string file)
    {
        var config = type.ReadConfig();
        if (config is NoopStep)
        {
            return StepDescriptions.Of(config, file, handlerInput: null);
        }

        var handler = type.Handler();
        var kind = StepDescriptions.KindOf(config);
        HandlerShape.Check(handler, kind);
        var input = kind switch
        {
            StepKind.Api => HandlerShape.BodyType(handler),
            StepKind.Event => handler.GetParameters()[0].ParameterType,
            _ => null,
        };
        return StepDescriptions.Of(config, file, input);
    }

    private LoadedStep Load(StepType type, StepDescription description, StepModule module, SourceLine? at)
    {
        if (description.Type == StepKind.Noop)
        {
            return new LoadedStep(description, module, null, null, at) { TypeName = type.Name };
        }

        var method = type.Handler();
        var takesInput = description.Type is StepKind.Api or StepKind.Event;
        var handler = StepHandler.Bind(method, takesInput);
        HandlerServices.Check(method, takesInput, module.Knows);
        var config = type.ReadConfig();
        return new LoadedStep(
            description,
            module,
            config is ApiStep api ? MakeApi(handler, api, HandlerShape.BodyType(method)) : null,
            config switch
            {
                EventStep @event => MakeEvent(handler, @event, method.GetParameters()[0].ParameterType),
                CronStep => new EventHandler(handler),
                _ => null,
            },
            at) { TypeName = type.Name };
    }

    private ApiHandler MakeApi(StepHandler handler, ApiStep config, Type? bodyType)
    {
        try
        {
            return new ApiHandler(handler, config, bodyType, options.Validation == ValidationMode.On);
        }
        catch (JsonSchemaException exception)
        {
            throw new InvalidStepException($"\"bodySchema\" is not a schema that can be enforced: {exception.Message}", isAboutHandler: false);
        }
    }

    private EventHandler MakeEvent(StepHandler handler, EventStep config, Type inputType)
    {
        try
        {
            return new EventHandler(handler, inputType, config.Input, options.Validation == ValidationMode.On);
        }
        catch (JsonSchemaException exception)
        {
            throw new InvalidStepException($"\"input\" is not a schema that can be enforced: {exception.Message}", isAboutHandler: false);
        }
    }

    private static SourceLine? HandlerLine(StepType type, SourceLines lines) =>
        type.Type.GetMethods(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public
            | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly).LastOrDefault(method => method.Name == "Handler") is { } handler
            ? lines.OfMethod(handler)
            : null;

    private static string FileOf(SourceLine? at, StepSource source) =>
        at is not { } line ? source.Assembly.GetName().Name + ".dll"
        : source.ProjectDirectory is { } directory ? Path.GetRelativePath(directory, line.File).Replace('\\', '/')
        : Path.GetFileName(line.File);
}
