using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Motia.Grains;
using Motia.Silo.Steps;
using Motia.Silo.Topics;

namespace Motia.Silo.Queues;

/// <summary>
/// Writes down which steps subscribe to which topics before they get their first event, and sees to it that every lane of every step that ever subscribed is up: at the start,
/// when steps change, and every ten seconds. So nobody has to do anything after a crash.
/// </summary>
internal sealed partial class QueueKeeper(
    IGrainFactory grains,
    StepRegistry registry,
    SubscriptionTable subscriptions,
    MotiaHostOptions host,
    IHostEnvironment environment,
    TimeProvider time,
    ILogger<QueueKeeper> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _changed = new(0);
    private IDisposable? _changes;
    private Task _keeping = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _changes = ChangeToken.OnChange(() => registry.Changed, () => _changed.Release());
        await SubscribeAsync();
        _keeping = KeepAsync(_stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _changes?.Dispose();
        await _stopping.CancelAsync();
        await _keeping.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _changes?.Dispose();
        _stopping.Dispose();
        _changed.Dispose();
    }

    private async Task KeepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        var tick = timer.WaitForNextTickAsync(stopping).AsTask();
        var change = _changed.WaitAsync(stopping);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await EnsureAsync();
                await Task.WhenAny(tick, change);
                if (tick.IsCompleted)
                {
                    tick = timer.WaitForNextTickAsync(stopping).AsTask();
                }

                if (change.IsCompleted)
                {
                    change = _changed.WaitAsync(stopping);
                }

                await SubscribeAsync();
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                LogFailed(exception);
                await Task.Delay(Period / 10, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private async Task SubscribeAsync()
    {
        var grain = grains.GetGrain<ISubscriptionGrain>(Lanes.Subscriptions);
        var all = await grain.Read();
        var catalog = registry.Current;
        var steps = catalog.Steps.Where(step => step.Type == StepKind.Event).ToArray();
        foreach (var step in steps.Where(step => !IsSubscribed(step, all)))
        {
            all = await grain.Subscribe(step.Name, [.. step.Subscribes!], IsFifo(step), step.File);
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

        subscriptions.Load(all);
    }

    private bool IsGone(Subscription one, CatalogSnapshot catalog) =>
        catalog.Errors.All(error => error.File != one.File) && !File.Exists(Path.Combine(host.ProjectDirectory!, one.File));

    private static bool IsSubscribed(StepDescription step, ImmutableArray<Subscription> all)
    {
        var active = all.Where(one => one.IsActive && one.Step == step.Name).ToArray();
        return active.Length == step.Subscribes!.Distinct(StringComparer.Ordinal).Count()
            && active.All(one => step.Subscribes!.Contains(one.Topic, StringComparer.Ordinal) && one.IsFifo == IsFifo(step) && one.File == step.File);
    }

    private static bool IsFifo(StepDescription step) => step.Infrastructure?.Queue?.Type == QueueType.Fifo;

    private async Task EnsureAsync()
    {
        foreach (var step in subscriptions.Steps)
        {
            foreach (var lane in grains.LanesOf(step))
            {
                try
                {
                    await lane.Ensure(step);
                }
                catch (Exception exception)
                {
                    LogLaneFailed(exception, step);
                }
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Subscriptions could not be kept; it is tried again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A lane of the step {Step} did not come up; it is tried again in ten seconds.")]
    private partial void LogLaneFailed(Exception exception, string step);

    [LoggerMessage(3, LogLevel.Information, "The step {Step} is gone; it gets no more events. What waits for it can be seen in /__motia/deliveries.")]
    private partial void LogUnsubscribed(string step);
}
