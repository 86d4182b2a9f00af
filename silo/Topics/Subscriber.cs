using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Grains;

namespace Motia.Silo.Topics;

/// <summary>Writes down which topics the steps of this silo subscribe to, and keeps what it knows of everybody's subscriptions up to date.</summary>
internal sealed partial class Subscriber : ISubscriptionWatcher, IDisposable
{
    private readonly IGrainFactory _grains;
    private readonly SubscriptionTable _subscriptions;
    private readonly MotiaHostOptions _host;
    private readonly IHostEnvironment _environment;
    private readonly ILogger<Subscriber> _logger;
    private readonly Lazy<ISubscriptionWatcher> _self;

    // What is served is told in the order in which it came to be; and telling waits for the grain, which waits for a read.
    private readonly SemaphoreSlim _oneTeller = new(1);
    private readonly SemaphoreSlim _oneRead = new(1);
    private ImmutableArray<StepTopics> _served = [];

    public Subscriber(IGrainFactory grains, SubscriptionTable subscriptions, MotiaHostOptions host, IHostEnvironment environment, ILogger<Subscriber> logger)
    {
        (_grains, _subscriptions, _host, _environment, _logger) = (grains, subscriptions, host, environment, logger);
        _self = new(() => grains.CreateObjectReference<ISubscriptionWatcher>(this));
    }

    private ISubscriptionGrain Grain => _grains.Subscriptions();

    /// <summary>Subscribes the steps of a catalog that is about to be served, durably, and known to every silo.</summary>
    public Task SubscribeAsync(CatalogSnapshot catalog)
    {
        var steps = catalog.Steps.Where(step => step.Type is StepKind.Event or StepKind.Cron).Select(TopicsOf).ToImmutableArray();
        return TellAsync(async () =>
        {
            // A step that has an error keeps its subscriptions, and its deliveries wait; outside of Development so does one that is gone.
            var gone = _environment.IsDevelopment() ? await GoneAsync(steps, catalog) : [];
            await Grain.Subscribe(_self.Value, [.. steps, .. gone], isExact: _environment.IsDevelopment());
            _served = steps;
            foreach (var step in gone)
            {
                LogUnsubscribed(step.Step);
            }
        });
    }

    /// <summary>Says that this silo is up and what it serves, and reads what the others do.</summary>
    public Task RenewAsync() => TellAsync(() => Grain.Watch(_self.Value, _served));

    /// <summary>Reads the subscriptions.</summary>
    public async Task Changed()
    {
        await _oneRead.WaitAsync();
        try
        {
            _subscriptions.Load(await Grain.Read());
        }
        finally
        {
            _oneRead.Release();
        }
    }

    public void Dispose()
    {
        _oneTeller.Dispose();
        _oneRead.Dispose();
    }

    private async Task TellAsync(Func<Task> tell)
    {
        await _oneTeller.WaitAsync();
        try
        {
            await tell();
        }
        finally
        {
            _oneTeller.Release();
        }

        await Changed();
    }

    private async Task<StepTopics[]> GoneAsync(ImmutableArray<StepTopics> steps, CatalogSnapshot catalog) =>
    [
        .. (await Grain.Read()).Where(one => one.IsActive && steps.All(step => step.Step != one.Step) && IsGone(one, catalog))
            .Select(one => one.Step).Distinct(StringComparer.Ordinal).Select(step => new StepTopics(step, [], IsFifo: false, "")),
    ];

    private bool IsGone(Subscription one, CatalogSnapshot catalog) =>
        catalog.Errors.All(error => error.File != one.File)
        && (!File.Exists(Path.Combine(_host.ProjectDirectory!, one.File)) || catalog.Steps.Any(step => step.File == one.File));

    // A cron step subscribes to its own ticks, so that its lane is kept up and its deliveries are found as those of events are.
    private static StepTopics TopicsOf(StepDescription step) => step.Type == StepKind.Cron
        ? new(step.Name, [CronTicks.Topic], IsFifo: true, step.File)
        : new(step.Name, [.. step.Subscribes!.Distinct(StringComparer.Ordinal)], step.Infrastructure?.Queue?.Type == QueueType.Fifo, step.File);

    [LoggerMessage(1, LogLevel.Information, "The step {Step} is gone; it gets no more events. What waits for it can be seen in /__motia/deliveries.")]
    private partial void LogUnsubscribed(string step);
}
