using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Motia.Silo.Compilation;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>The steps of a project that are written in other languages than C#.</summary>
internal sealed class RunnerSources(IOptions<MotiaOptions> options, StepHost host, IServiceProvider services, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>One source for each language.</summary>
    /// <param name="folders">The steps directories.</param>
    /// <param name="projectDirectory">The project.</param>
    /// <param name="lookedAtOnly">Where is told what cannot be watched.</param>
    public IReadOnlyList<IStepSource> SourcesOf(IReadOnlyList<string> folders, string projectDirectory, LookedAtOnly lookedAtOnly)
    {
        var project = new RunnerProject(projectDirectory, folders);
        var settings = options.Value.Runners;
        return [SourceOf(RunnerLanguage.Node, settings.Node, project, lookedAtOnly), SourceOf(RunnerLanguage.Python, settings.Python, project, lookedAtOnly)];
    }

    private RunnerSteps SourceOf(RunnerLanguage language, string? interpreter, RunnerProject project, LookedAtOnly lookedAtOnly)
    {
        var logger = loggers.CreateLogger($"Motia.Runners.{language.Id}");
        var launcher = new RunnerLauncher(language, interpreter, options.Value.Runners.Concurrency, project.Directory, logger);
        var reading = new RunnerReading(project, host, options.Value.Validation == ValidationMode.On);
        var slots = new RunnerSlots(project, new RunnerStarter(language, launcher, time, logger), options.Value.Runners, reading, host, services);
        return new RunnerSteps(language, project, slots, lookedAtOnly, time, logger);
    }
}
