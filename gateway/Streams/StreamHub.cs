using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Motia.Gateway.Catalog;

namespace Motia.Gateway.Streams;

/// <summary>Who is connected to the streams here, and the groups that they subscribe to.</summary>
internal sealed partial class StreamHub : BackgroundService
{
    private readonly IGrainFactory _grains;
    private readonly ICatalogSource _catalog;
    private readonly TimeProvider _time;
    private readonly ILogger<StreamHub> _logger;
    private readonly CancellationToken _stopping;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Stream, string Group), WatchedGroup> _groups = [];
    private readonly HashSet<StreamClient> _clients = [];
    private readonly SemaphoreSlim _recheck = new(0, 1);
    private int _version;

    public StreamHub(IGrainFactory grains, ICatalogSource catalog, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<StreamHub> logger)
    {
        (_grains, _catalog, _time, _logger, _stopping) = (grains, catalog, time, logger, lifetime.ApplicationStopping);

        // What the server waits for when it stops are the connections.
        lifetime.ApplicationStopping.Register(EndAll);
    }

    /// <summary>Becomes another number when who may subscribe may have changed.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The items that clients had when they were cut off.</summary>
    public CutOffItems CutOff { get; } = new();

    /// <summary>Takes a connection in.</summary>
    public void Add(StreamClient client)
    {
        lock (_gate)
        {
            _clients.Add(client);
        }

        if (_stopping.IsCancellationRequested)
        {
            client.End();
        }
    }

    public void Remove(StreamClient client)
    {
        lock (_gate)
        {
            _clients.Remove(client);
        }
    }

    public void Add(StreamSubscriber subscriber)
    {
        var to = subscriber.To;
        lock (_gate)
        {
            if (!_groups.TryGetValue((to.StreamName, to.GroupId), out var group))
            {
                _groups.Add((to.StreamName, to.GroupId), group = new(to.StreamName, to.GroupId, _grains, _time, _logger));
            }

            group.Add(subscriber);
        }
    }

    /// <summary>Takes a subscriber out; afterwards it gets nothing more.</summary>
    public void Remove(StreamSubscriber subscriber)
    {
        var place = (subscriber.To.StreamName, subscriber.To.GroupId);
        lock (_gate)
        {
            if (_groups.TryGetValue(place, out var group) && group.Remove(subscriber))
            {
                _groups.Remove(place);
                group.Close();
            }
        }
    }

    public override void Dispose()
    {
        _recheck.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var registration = ChangeToken.OnChange(() => _catalog.Changed, AccessChanged);
        stoppingToken.Register(registration.Dispose);
        return Task.WhenAll(RenewAsync(stoppingToken), RecheckAsync(stoppingToken));
    }

    private void AccessChanged()
    {
        Interlocked.Increment(ref _version);
        lock (_gate)
        {
            if (_recheck.CurrentCount == 0)
            {
                _recheck.Release();
            }
        }
    }

    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(StreamLimits.Renewal, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            WatchedGroup[] groups;
            lock (_gate)
            {
                groups = [.. _groups.Values];
            }

            foreach (var group in groups)
            {
                group.Renew();
            }
        }
    }

    private async Task RecheckAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(StreamLimits.Recheck, _time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var change = _recheck.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAny(tick, change);
            (tick, change) = (
                tick.IsCompleted ? timer.WaitForNextTickAsync(stoppingToken).AsTask() : tick,
                change.IsCompleted ? _recheck.WaitAsync(stoppingToken) : change);
            var options = new ParallelOptions { MaxDegreeOfParallelism = StreamLimits.RechecksAtOnce, CancellationToken = stoppingToken };
            await Parallel.ForEachAsync(Clients(), options, async (client, stopping) =>
            {
                // One about whom it takes long does not hold up the others.
                var checking = CheckAsync(client);
                await (checking.IsCompleted ? checking : checking.WaitAsync(StreamLimits.RecheckPatience, _time, stopping)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            });
        }
    }

    private async Task CheckAsync(StreamClient client)
    {
        try
        {
            await client.RecheckAsync();
        }
        catch (Exception exception)
        {
            // Who can't be decided about gets nothing.
            LogCheckFailed(exception);
            client.End();
        }
    }

    private void EndAll()
    {
        foreach (var client in Clients())
        {
            client.End();
        }
    }

    private StreamClient[] Clients()
    {
        lock (_gate)
        {
            return [.. _clients];
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Access to streams could not be decided about; the connection is closed.")]
    private partial void LogCheckFailed(Exception exception);
}
