using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>The steps of a project that are written in other languages than C#.</summary>
internal sealed class RunnerSources(IOptions<MotiaOptions> options, StepHost host, IServiceProvider services, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>One source for each language.</summary>
    /// <param name="folders">The steps directories.</param>
    /// <param name="projectDirectory">The project.</param>
    public IReadOnlyList<IStepSource> SourcesOf(IReadOnlyList<string> folders, string projectDirectory)
    {
        var project = new RunnerProject(projectDirectory, folders);
        var settings = options.Value.Runners;
        return [SourceOf(RunnerLanguage.Node, settings.Node, project), SourceOf(RunnerLanguage.Python, settings.Python, project)];
    }

    private RunnerSteps SourceOf(RunnerLanguage language, string? interpreter, RunnerProject project)
    {
        var logger = loggers.CreateLogger($"Motia.Runners.{language.Id}");
        var launcher = new RunnerLauncher(language, interpreter, options.Value.Runners.Concurrency, project.Directory, logger);
        var reading = new RunnerReading(project, host, options.Value.Validation == ValidationMode.On);
        var slots = new RunnerSlots(project, new RunnerStarter(language, launcher, time, logger), options.Value.Runners, reading, host, services);
        return new RunnerSteps(language, project, slots, time, logger);
    }
}
