using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Grains;

namespace Motia.Silo.Topics;

/// <summary>Writes down which steps subscribe to which topics.</summary>
internal sealed partial class Subscriber(
    IGrainFactory grains, SubscriptionTable subscriptions, MotiaHostOptions host, IHostEnvironment environment, ILogger<Subscriber> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Makes the subscriptions those of a catalog, durably, and known to this silo.</summary>
    public async Task SubscribeAsync(CatalogSnapshot catalog)
    {
        await _one.WaitAsync();
        try
        {
            subscriptions.Load(await WriteAsync(catalog));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ImmutableArray<Subscription>> WriteAsync(CatalogSnapshot catalog)
    {
        var grain = grains.GetGrain<ISubscriptionGrain>(Lanes.Subscriptions);
        var all = await grain.Read();
        var steps = catalog.Steps.Where(step => step.Type == StepKind.Event).ToArray();
        foreach (var step in steps.Where(step => !IsSubscribed(step, all)))
        {
            all = await grain.Subscribe(step.Name, [.. step.Subscribes!.Distinct(StringComparer.Ordinal)], IsFifo(step), step.File);
        }

        // A step that has an error keeps its subscriptions, and its deliveries wait; outside of Development so does one that is gone.
        if (environment.IsDevelopment())
        {
            foreach (var gone in all.Where(one => one.IsActive && steps.All(step => step.Name != one.Step) && IsGone(one, catalog)).Select(one => one.Step).Distinct().ToArray())
            {
                all = await grain.Subscribe(gone, [], isFifo: false, "");
                LogUnsubscribed(gone);
            }
        }

        return all;
    }

    private bool IsGone(Subscription one, CatalogSnapshot catalog) =>
        catalog.Errors.All(error => error.File != one.File)
        && (!File.Exists(Path.Combine(host.ProjectDirectory!, one.File)) || catalog.Steps.Any(step => step.File == one.File));

    private static bool IsSubscribed(StepDescription step, ImmutableArray<Subscription> all)
    {
        var active = all.Where(one => one.IsActive && one.Step == step.Name).ToArray();
        return active.Length == step.Subscribes!.Distinct(StringComparer.Ordinal).Count()
            && active.All(one => step.Subscribes!.Contains(one.Topic, StringComparer.Ordinal) && one.IsFifo == IsFifo(step) && one.File == step.File);
    }

    private static bool IsFifo(StepDescription step) => step.Infrastructure?.Queue?.Type == QueueType.Fifo;

    [LoggerMessage(1, LogLevel.Information, "The step {Step} is gone; it gets no more events. What waits for it can be seen in /__motia/deliveries.")]
    private partial void LogUnsubscribed(string step);
}
