using Microsoft.Extensions.DependencyInjection;
using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>Starts a process with its steps.</summary>
internal sealed class RunnerSlots(RunnerProject project, RunnerStarter starter, RunnerSettings settings, RunnerReading reading, StepHost host, IServiceProvider services)
{
    /// <summary>Starts one. If that fails, each file has the reason as its mistake.</summary>
    /// <param name="files">What it loads.</param>
    /// <param name="config">The project's config; null if it loads none.</param>
    /// <param name="isAlone">Whether it is that of one step alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RunnerSlot> StartAsync(IReadOnlyList<string> files, string? config, bool isAlone, CancellationToken cancellationToken)
    {
        var plan = new RunnerPlan(
            project.Directory, files, config, isAlone, settings.Concurrency, TimeSpan.FromSeconds(settings.StuckSeconds), settings.MemoryMb * RunnerPlan.Megabyte);
        RunnerGeneration? generation = null;
        try
        {
            generation = await starter.StartAsync(plan, cancellationToken);
            return Read(plan, generation);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (generation is not null)
            {
                await generation.DisposeAsync();
            }

            var reason = exception is RunnerStartException ? exception.Message : $"its runner could not be started: {exception.Message}";
            var slot = new RunnerSlot(files, isAlone) { Guard = config is null ? null : Refusal(config) };
            slot.Findings.Errors.AddRange((config is null ? files : files.Append(config)).Select(
                file => new StepError(project.Display(file), null, reason) { IsMissingRuntime = exception is RunnerStartException { IsMissingRuntime: true } }));
            return slot;
        }
    }

    private RunnerSlot Read(RunnerPlan plan, RunnerGeneration generation)
    {
        var own = generation.Loaded.Project;
        var authenticator = own is { Error: null, Authenticate: true } ? new RunnerAuthenticator(new RunnerStep(generation, plan.Config!), host, project.Display(plan.Config!)) : null;
        var module = Module(generation, authenticator);
        var steps = new List<LoadedStep>();
        var slot = new RunnerSlot(plan.Files, plan.IsAlone)
        {
            Generation = generation,
            Module = module,
            Guard = own?.Error is not null ? Refusal(plan.Config!) : authenticator is null ? null : (module, authenticator),
            Steps = steps,
            Warnings = own?.Ignored is { Count: > 0 } ignored
                ? [new StepError(project.Display(plan.Config!), null, $"{string.Join(", ", ignored.Select(key => $"\"{key}\""))} {(ignored.Count == 1 ? "means" : "mean")} nothing here and {(ignored.Count == 1 ? "is" : "are")} ignored.")]
                : [],
        };
        foreach (var file in generation.Loaded.Files!)
        {
            reading.Read(file, generation, module, steps, slot.Findings);
        }

        if (own?.Error is { } error)
        {
            slot.Findings.Errors.Add(new StepError(project.Display(plan.Config!), error.Line, error.Message ?? "it could not be loaded."));
        }

        generation.AllowMemory(steps.Max(step => step.Description.Infrastructure?.Handler?.Ram) ?? 0);
        return slot;
    }

    private (StepModule Module, RunnerAuthenticator Authenticator) Refusal(string config)
    {
        var refusal = new RunnerAuthenticator(null, host, project.Display(config));
        return (StepModule.Of(new ServiceCollection().AddSingleton<IStreamAuthenticator>(refusal), services), refusal);
    }

    private StepModule Module(RunnerGeneration generation, RunnerAuthenticator? authenticator)
    {
        var own = new ServiceCollection();
        own.AddSingleton(_ => generation);
        if (authenticator is not null)
        {
            own.AddSingleton<IStreamAuthenticator>(authenticator);
        }

        // What was asked for is disposed with the module.
        var module = StepModule.Of(own, services);
        using var scope = module.CreateScope();
        scope.ServiceProvider.GetRequiredService<RunnerGeneration>();
        return module;
    }
}
