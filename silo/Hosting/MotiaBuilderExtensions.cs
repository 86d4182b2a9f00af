using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Gateway.Catalog;
using Motia.Silo.Api;
using Motia.Gateway.Events;
using Motia.Gateway.Streams;
using Motia.Silo.Configuration;
using Motia.Silo.Cron;
using Motia.Silo.Events;
using Motia.Silo.Hosting;
using Motia.Silo.Logs;
using Motia.Silo.Queues;
using Motia.Silo.Runners;
using Motia.Silo.State;
using Motia.Silo.Steps;
using Motia.Silo.Storage;
using Motia.Silo.Streams;
using Motia.Silo.Topics;
using Motia.Silo.Traces;
using Orleans.Streams;

namespace Motia;

/// <summary>Adds Motia to a host of one's own; the silo's own <c>Program</c> is written with it.</summary>
public static class MotiaBuilderExtensions
{
    /// <summary>Adds the silo, the steps and the gateway. After <c>builder.Build()</c>, <c>app.MapMotia()</c> serves them.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Says where the steps are.</param>
    /// <returns>The same builder.</returns>
    public static WebApplicationBuilder AddMotia(this WebApplicationBuilder builder, Action<MotiaHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MotiaHostOptions();
        configure?.Invoke(options);
        options.ProjectDirectory ??= builder.Environment.ContentRootPath;
        options.DataDirectory ??= Path.Combine(options.ProjectDirectory, ".motia");
        options.Watch ??= builder.Environment.IsDevelopment();

        ProjectSettings.AddFile(builder.Configuration, options.ProjectDirectory);
        ProjectSettings.Check(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(options);
        services.Configure<MotiaOptions>(builder.Configuration.GetSection(ProjectSettings.Section));
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout + ShutdownLimit.Rest);
        services.AddSingleton<ShutdownLimit>();
        AddLogging(builder);
        foreach (var assembly in options.Assemblies)
        {
            StepStartup.Apply(assembly, services);
        }

        var cluster = builder.Configuration.GetSection($"{ProjectSettings.Section}:Cluster").Get<ClusterSettings>() ?? new();
        builder.UseOrleans(silo => SiloStorage.Add(silo, options, cluster));
        services.AddHostedService(provider => provider.GetRequiredService<LogWindow>());
        SiloStatistics.Add(services);
        services.AddSingleton<StepRegistry>();
        services.AddSingleton<ICatalogSource>(provider => provider.GetRequiredService<StepRegistry>());
        services.AddSingleton<IStreamGuard, StreamGuard>();
        services.AddSingleton<StepHost>();
        services.AddSingleton<ApiRunner>();
        services.AddSingleton<RunnerSources>();
        services.AddSingleton<StepLoader>();
        services.AddHostedService(provider => provider.GetRequiredService<StepLoader>());
        AddEvents(services);
        services.AddHostedService<StateRetention>();
        services.AddMotiaGateway();
        LimitedServer.Wrap(services);
        services.AddHealthChecks().AddCheck<StepLoader>("steps").AddCheck<StorageCheck>("storage");
        return builder;
    }

    private static void AddEvents(IServiceCollection services)
    {
        services.AddSingleton<SubscriptionTable>();
        services.AddSingleton<Subscriber>();
        services.AddSingleton<TopicPublisher>();
        services.AddKeyedSingleton<IStreamProvider, TopicStreamProvider>(TopicStreamProvider.ProviderName);
        services.AddSingleton<EventEmitter>();
        services.AddSingleton<IEventEmitter>(provider => provider.GetRequiredService<EventEmitter>());
        services.AddSingleton<StepSlots>();
        services.AddSingleton<EventRunner>();
        services.AddSingleton<TraceWindow>();
        services.AddHostedService(provider => provider.GetRequiredService<TraceWindow>());
        services.AddSingleton<CronUptime>();
        services.AddHostedService(provider => provider.GetRequiredService<CronUptime>());
        services.AddHostedService<QueueKeeper>();
        services.AddHostedService<EventDrain>();
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<StderrWriter>();
        services.AddSingleton<LogWindow>();
        services.AddSingleton<ILoggerProvider, MotiaLoggerProvider>();
        builder.Logging.AddFilter<MotiaLoggerProvider>("Microsoft", LogLevel.Warning)

            // It writes nothing that is kept, but while it is on the server makes an activity and a log scope for each request: 824 of 2,456 bytes.
            .AddFilter<MotiaLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter<MotiaLoggerProvider>("Orleans", LogLevel.Warning)
            .AddFilter<MotiaLoggerProvider>("Polly", LogLevel.Warning)
            .AddFilter<MotiaLoggerProvider>("Motia.Embedded", LogLevel.Warning)
            .AddFilter<MotiaLoggerProvider>("Motia.Steps", builder.Configuration.GetSection(ProjectSettings.Section).GetValue("Logs:Level", LogLevel.Information));
    }
}
