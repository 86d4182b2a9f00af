using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Motia.Gateway.Requests;
using Motia.Grains;

namespace Motia.Silo.State;

/// <summary>Clears the state of runs that began longer ago than the project keeps it. Without a retention it does nothing.</summary>
internal sealed partial class StateRetention(
    IOptions<MotiaOptions> options, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StateRetention> logger) : BackgroundService
{
    private const int PageSize = 500;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.State.Retention is not { } retention)
        {
            return;
        }

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        // Often enough that nothing stays much longer than asked, and never more often than once a minute.
        var period = TimeSpan.FromTicks(Math.Clamp(retention.Ticks / 10, TimeSpan.TicksPerMinute, Longest.Ticks));
        using var timer = new PeriodicTimer(period, time);
        do
        {
            try
            {
                await ClearOldAsync(time.GetUtcNow() - retention, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ClearOldAsync(DateTimeOffset oldest, CancellationToken stoppingToken)
    {
        foreach (var shard in grains.Directories(DirectoryShards.StateGroups))
        {
            for (var after = ""; !stoppingToken.IsCancellationRequested;)
            {
                var page = await shard.List(after, PageSize);
                foreach (var group in page.Names.Where(name => TraceIds.TryReadTime(name, out var began) && began < oldest))
                {
                    var answer = await grains.GetGrain<IStateGrain>(GrainKeys.Group(group)).Clear();
                    LogCleared(group, answer.Outcome);
                }

                if (page.Names.Length < PageSize)
                {
                    break;
                }

                after = page.Names[^1];
            }
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The state group {Group} is past its retention: {Outcome}.")]
    private partial void LogCleared(string group, StateOutcome outcome);

    [LoggerMessage(2, LogLevel.Error, "Clearing state past its retention failed; it is tried again next time.")]
    private partial void LogFailed(Exception exception);
}
