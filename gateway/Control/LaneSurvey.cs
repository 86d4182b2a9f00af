using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>Asks lanes for one answer, and goes without those that fail or do not answer soon: when something is broken, the rest must be seen.</summary>
internal sealed class LaneSurvey(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentQueue<UnreachableLane> _unreachable = new();

    /// <summary>The lanes that the answer goes without.</summary>
    public IReadOnlyList<UnreachableLane> Unreachable => [.. _unreachable.Distinct().OrderBy(one => one.Step, StringComparer.Ordinal).ThenBy(one => one.Lane)];

    /// <summary>All subscriptions there ever were.</summary>
    /// <exception cref="ControlException">They could not be read; nobody knows the steps' lanes without them.</exception>
    public async Task<ImmutableArray<Subscription>> SubscriptionsAsync()
    {
        try
        {
            return await SoonAsync(() => grains.Subscriptions().Read());
        }
        catch (Exception exception)
        {
            throw new ControlException(
                $"The subscriptions, by which queues are found, could not be read: {exception.Message} Ask again; if it stays so, look at /__motia/logs.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Asks a lane; null if it is unreachable.</summary>
    public Task<T?> AskAsync<T>(string step, int lane, Func<IEventStepGrain, Task<T>> ask)
        where T : class => ReachAsync<T>(step, lane, () => ask(grains.Lane(step, lane)));

    /// <summary>Asks all lanes of a step at once; answers what those said that could be asked.</summary>
    public async Task<IReadOnlyList<T>> AskAllAsync<T>(string step, Func<IEventStepGrain, Task<ImmutableArray<T>>> ask)
    {
        var answers = await Task.WhenAll(Lanes.All.Select(lane => AskAsync<IReadOnlyList<T>>(step, lane, async grain => await ask(grain))));
        return [.. answers.SelectMany(answer => answer ?? [])];
    }

    /// <summary>Asks for what any lane of a step may know; null if nobody knows, or they could not be asked.</summary>
    public Task<T?> AskAnyAsync<T>(string step, Func<Task<T?>> ask)
        where T : struct => ReachAsync(step, null, ask);

    private async Task<T?> ReachAsync<T>(string step, int? lane, Func<Task<T>> ask)
    {
        try
        {
            return await SoonAsync(ask);
        }
        catch (Exception exception) when (exception is not ControlException)
        {
            _unreachable.Enqueue(new(step, lane, exception.Message));
            return default;
        }
    }

    // The clock begins before the call, so that whoever sees the call knows that it runs.
    private async Task<T> SoonAsync<T>(Func<Task<T>> ask)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await ask().WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"It did not answer within {Patience.TotalSeconds} s.");
        }
    }
}
