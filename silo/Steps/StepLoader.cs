using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Motia.Grains;
using Motia.Silo.CommandLine;
using Motia.Silo.Compilation;
using Motia.Silo.Logs;
using Motia.Silo.Runners;
using Motia.Silo.Topics;

namespace Motia.Silo.Steps;

/// <summary>Loads the steps when the host starts, and again when their files change. Tells whether they are loaded.</summary>
internal sealed partial class StepLoader(
    MotiaHostOptions host,
    IOptions<MotiaOptions> options,
    IServiceProvider services,
    StepRegistry registry,
    Subscriber subscriber,
    RunnerSources runners,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    StderrWriter stderr,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IHealthCheck, IAsyncDisposable
{
    private readonly ILogger<StepLoader> _logger = loggers.CreateLogger<StepLoader>();
    private readonly StepReader _reader = new(options.Value);
    private readonly List<IStepSource> _sources = [];
    private CompiledSteps _compiled = CompiledSteps.None;
    private StepCacheLocation? _cache;
    private readonly Dictionary<IStepSource, SemaphoreSlim> _oneLoad = [];
    private readonly SemaphoreSlim _onePublication = new(1);

    // What was taken and could not be published yet.
    private bool _hasUnpublished;
    private volatile bool _isLoaded;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _compiled = CompiledSteps.Read(host.Assemblies, _reader, services);
        if (host.Folders.Count > 0)
        {
            AddSources(host.ProjectDirectory!);
            await Task.WhenAll(_sources.Select(source => LoadFirstAsync(source, cancellationToken)));
        }

        await PublishAsync();
        var errors = registry.Current.Errors.Where(error => !error.IsMissingRuntime).ToArray();
        if (errors.Length > 0 && !environment.IsDevelopment())
        {
            throw new StartupException($"The steps have {(errors.Length == 1 ? "1 error" : $"{errors.Length} errors")}, and outside of Development (this is {environment.EnvironmentName}) none is left out:{string.Concat(errors.Select(error => $"\n  {error}"))}");
        }

        if (environment.IsDevelopment())
        {
            // Not before the host listens: a start that fails is told in one line.
            lifetime.ApplicationStarted.Register(() => stderr.Write(StartTable.Render(registry.Current)));
        }
        else
        {
            foreach (var missing in registry.Current.Errors)
            {
                LogStepError($"{missing}");
            }
        }

        LogLastGoodOf(_sources);
        LogWarnings(_sources.SelectMany(source => source.Warnings));
        _isLoaded = true;
        await Task.WhenAll(_sources.Select(source => source.StartAsync(stopping => ReloadAsync(source, stopping), host.Watch == true)));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_sources.Select(source => source.StopAsync()));

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The steps are not loaded yet."));

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }

        foreach (var oneLoad in _oneLoad.Values)
        {
            oneLoad.Dispose();
        }

        _sources.Clear();
        _cache?.Dispose();
        _onePublication.Dispose();
    }

    private void AddSources(string projectDirectory)
    {
        var data = host.DataDirectory == SiloOptions.InMemory ? null : host.DataDirectory;
        _cache = StepCacheLocation.For(data);
        var process = new ToolProcess();
        var watchLogger = loggers.CreateLogger<SourceWatcher>();
        var lookedAtOnly = new LookedAtOnly(watchLogger);
        foreach (var directory in host.Folders)
        {
            var folder = new StepFolder(directory, projectDirectory, _cache.Path, process, loggers.CreateLogger<StepFolder>(), time);
            _sources.Add(new StepFolderSteps(directory, projectDirectory, folder, _reader, services, watchLogger, lookedAtOnly, time));
        }

        _sources.AddRange(runners.SourcesOf(host.Folders, projectDirectory, lookedAtOnly));
        foreach (var source in _sources)
        {
            _oneLoad.Add(source, new(1));
        }
    }

    private static async Task LoadFirstAsync(IStepSource source, CancellationToken cancellationToken)
    {
        if (await source.LoadAsync(cancellationToken))
        {
            source.Take();
        }
    }

    private async Task ReloadAsync(IStepSource source, CancellationToken cancellationToken)
    {
        var oneLoad = _oneLoad[source];
        await oneLoad.WaitAsync(cancellationToken);
        try
        {
            var warned = source.Warnings;
            var isLoaded = await source.LoadAsync(cancellationToken);

            // What was loaded is taken in any case: a source may have started processes for it.
            await TakeAsync(source, isLoaded, warned);
        }
        finally
        {
            oneLoad.Release();
        }
    }

    private async Task TakeAsync(IStepSource source, bool isLoaded, IReadOnlyList<StepError> warned)
    {
        await _onePublication.WaitAsync(CancellationToken.None);
        try
        {
            if (isLoaded)
            {
                source.Take();
                _hasUnpublished = true;
                LogWarnings(source.Warnings.Except(warned));
            }

            if (!_hasUnpublished)
            {
                return;
            }

            var before = registry.Current;
            await PublishAsync();
            _hasUnpublished = false;
            LogReloaded(registry.Current.Steps.Count, registry.Current.Errors.Count, _sources.Sum(one => one.Swaps));
            foreach (var error in registry.Current.Errors.Except(before.Errors))
            {
                LogStepError($"{error}");
            }

            LogLastGoodOf([source]);
        }
        finally
        {
            _onePublication.Release();
        }
    }

    private void LogLastGoodOf(IReadOnlyList<IStepSource> sources)
    {
        // Of a step that would take another's name or route, the source itself has the newer version.
        var passedOver = sources.SelectMany(source => source.Steps)
            .Where(step => !step.IsStale && registry.Steps.Steps.Any(served => served.IsStale && served.IsVersionOf(step)))
            .Select(step => step.Description.File);
        string[] files = [.. sources.SelectMany(source => source.LastGood).Union(passedOver, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (files.Length > 0)
        {
            LogLastGood(string.Join(", ", files));
        }
    }

    private void LogWarnings(IEnumerable<StepError> warnings)
    {
        foreach (var warning in warnings)
        {
            LogStepWarning($"{warning}");
        }
    }

    // Subscriptions come first: a step that is loaded may emit to another one of the same moment.
    private async Task PublishAsync()
    {
        var steps = registry.Prepare(
            [.. _compiled.Steps, .. _sources.SelectMany(source => source.Steps)],
            [.. _compiled.Streams, .. _sources.SelectMany(source => source.Streams)],
            [.. _compiled.Errors, .. _sources.SelectMany(source => source.Errors)],
            _sources.SelectMany(source => source.Guards));
        await subscriber.SubscribeAsync(steps.Catalog);
        registry.Publish(steps);
        foreach (var source in _sources)
        {
            source.ReleaseReplaced(steps.Modules);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Steps changed: loaded: {Steps}, errors: {Errors}, assemblies swapped in since the start: {Swaps}.")]
    private partial void LogReloaded(int steps, int errors, int swaps);

    [LoggerMessage(2, LogLevel.Error, "{Error}")]
    private partial void LogStepError(string error);

    [LoggerMessage(3, LogLevel.Warning, "The last good version keeps serving: {Files}")]
    private partial void LogLastGood(string files);

    [LoggerMessage(4, LogLevel.Warning, "{Warning}")]
    private partial void LogStepWarning(string warning);
}
