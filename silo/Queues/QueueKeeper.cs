using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Motia.Grains;
using Motia.Silo.Steps;
using Motia.Silo.Topics;

namespace Motia.Silo.Queues;

/// <summary>
/// Sees to it that every lane of every step that ever subscribed and the schedule of every cron step that is loaded here are up, and that this silo knows the cluster's
/// subscriptions: at the start, when steps change, and every ten seconds. So nobody has to do anything after a crash.
/// </summary>
internal sealed partial class QueueKeeper(
    IGrainFactory grains,
    StepRegistry registry,
    Subscriber subscriber,
    SubscriptionTable subscriptions,
    TimeProvider time,
    ILogger<QueueKeeper> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _changed = new(0);
    private IDisposable? _changes;
    private readonly Dictionary<string, Task> _ensuring = new(StringComparer.Ordinal);
    private Task _keeping = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _changes = ChangeToken.OnChange(() => registry.Changed, () => _changed.Release());
        _keeping = KeepAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _changes?.Dispose();
        await _stopping.CancelAsync();
        await _keeping.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _changes?.Dispose();
        _stopping.Dispose();
        _changed.Dispose();
    }

    private async Task KeepAsync(CancellationToken stopping)
    {
        var change = _changed.WaitAsync(stopping);
        while (!stopping.IsCancellationRequested)
        {
            var pause = await RenewAsync() ? Period : Period / 10;
            EnsureAll();
            await change.WaitAsync(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (change.IsCompleted)
            {
                change = _changed.WaitAsync(stopping);
            }
        }
    }

    private async Task<bool> RenewAsync()
    {
        try
        {
            await subscriber.RenewAsync();
            return true;
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return false;
        }
    }

    private void EnsureAll()
    {
        foreach (var (step, lane) in subscriptions.Lanes)
        {
            Ensure(GrainKeys.Lane(step, lane), step, () => grains.Lane(step, lane).Ensure(step));
        }

        foreach (var step in registry.Current.Steps.Where(step => step.Type == StepKind.Cron))
        {
            Ensure(GrainKeys.Step(step.Name), step.Name, () => grains.Cron(step.Name).Ensure());
        }
    }

    // Nobody waits for a grain that hangs, and it is not asked again before it has answered.
    private void Ensure(string key, string step, Func<Task> ensure)
    {
        if (!_ensuring.TryGetValue(key, out var before) || before.IsCompleted)
        {
            _ensuring[key] = EnsureAsync(step, ensure);
        }
    }

    private async Task EnsureAsync(string step, Func<Task> ensure)
    {
        try
        {
            await ensure();
        }
        catch (Exception exception)
        {
            LogFailedToComeUp(exception, step);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Subscriptions could not be read; it is tried again in a second.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A lane or the schedule of the step {Step} did not come up; it is tried again in ten seconds.")]
    private partial void LogFailedToComeUp(Exception exception, string step);
}
