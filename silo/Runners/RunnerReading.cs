using System.Text.Json.Nodes;
using Motia.Grains;
using Motia.Silo.Api;
using Motia.Silo.Compilation;
using Motia.Silo.Runners.Protocol;
using Motia.Silo.Schemas;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>Makes steps and streams of what a runner has loaded.</summary>
/// <param name="project">The project.</param>
/// <param name="host">What every run gets.</param>
/// <param name="validates">Whether schemas are enforced.</param>
internal sealed class RunnerReading(RunnerProject project, StepHost host, bool validates)
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">What was found in it.</param>
    /// <param name="generation">What runs it.</param>
    /// <param name="module">The generation as a module.</param>
    /// <param name="steps">Where a step is added.</param>
    /// <param name="findings">Where streams and mistakes are added.</param>
    public void Read(LoadedFile file, RunnerGeneration generation, StepModule module, List<LoadedStep> steps, StepFindings findings)
    {
        var path = file.File ?? "";
        var name = project.Display(path);
        if (file.Error is { } error)
        {
            findings.Errors.Add(new StepError(name, error.Line, error.Message ?? "it could not be loaded."));
            return;
        }

        var mistakes = new List<string>();
        var reader = new StepConfigReader(name, RunnerLanguage.Of(path), mistakes);
        var at = SourceText.LineOf(path, "config");
        var code = new RunnerStep(generation, path);
        if (SourceFile.IsNamedAsStream(path))
        {
            if (reader.ReadStream(file.Config, file.CanAccess) is { } stream)
            {
                findings.Streams.Add(new LoadedStream(stream, module, file.CanAccess ? new RunnerStreamAccess(code, host).CanAccessAsync : null, at));
            }
        }
        else if (ReadStep(file, reader, mistakes) is { } description)
        {
            try
            {
                steps.Add(Load(description, file, code, module, at));
            }
            catch (InvalidStepException mistake)
            {
                mistakes.Add(mistake.Message);
            }
        }

        findings.Errors.AddRange(mistakes.Select(mistake => new StepError(name, at?.Line, mistake)));
    }

    private static StepDescription? ReadStep(LoadedFile file, StepConfigReader reader, List<string> mistakes)
    {
        var step = reader.ReadStep(file.Config);
        if (step is null || step.Type == StepKind.Noop || file.Handler)
        {
            return step;
        }

        mistakes.Add("it has no function \"handler\"; only noop steps have none.");
        return null;
    }

    private LoadedStep Load(StepDescription step, LoadedFile file, RunnerStep code, StepModule module, SourceLine? at) => new(
        step,
        module,
        step.Type == StepKind.Api ? new RunnerApiHandler(code, host, Bodies(step.BodySchema), file.Middleware > 0) : null,
        step.Type switch
        {
            StepKind.Event => new RunnerEventHandler(code, host, isCron: false, Schema(step.Input, "input")),
            StepKind.Cron => new RunnerEventHandler(code, host, isCron: true, null),
            _ => null,
        },
        at);

    private RequestReader? Bodies(JsonNode? schema) => Schema(schema, "bodySchema") is null ? null : RequestReader.For(null, schema, validates);

    private JsonSchema? Schema(JsonNode? schema, string field)
    {
        try
        {
            var parsed = schema is null ? null : JsonSchema.Parse(schema.ToJsonString());
            return validates ? parsed : null;
        }
        catch (JsonSchemaException exception)
        {
            throw new InvalidStepException($"\"{field}\" is not a schema that can be enforced: {exception.Message}", isAboutHandler: false);
        }
    }
}
