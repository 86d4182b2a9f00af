using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Grains;

namespace Motia.Silo.Traces;

/// <summary>Hands notes on runs to the trace grains in batches, off everybody's path. Under load it takes a sample: of api runs 100 a second (those that fail come all), and no more notes than 20,000 that wait.</summary>
internal sealed partial class TraceWindow(IGrainFactory grains, TimeProvider time, ILogger<TraceWindow> logger) : IHostedService, IDisposable
{
    private const int MostWaiting = 20_000;
    private const int MostInBatch = 2_000;
    private const int ApiRunsInPause = 10;
    private const int PausesInSecond = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1) / PausesInSecond;

    private readonly Channel<RunNote> _notes = Channel.CreateBounded<RunNote>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private Task _pump = Task.CompletedTask;
    private long _pause;
    private int _apiRuns;

    /// <summary>When an api run begins that is to be noted; null if it is not in the sample.</summary>
    public DateTime? BeginApiRun()
    {
        // Counted by the clock and not by the pump, which waits for runs that end. Who loses the race for a new pause is counted in it or in the one before.
        var (pause, known) = (time.GetTimestamp() / (time.TimestampFrequency / PausesInSecond), Volatile.Read(ref _pause));
        if (pause != known && Interlocked.CompareExchange(ref _pause, pause, known) == known)
        {
            Volatile.Write(ref _apiRuns, 0);
        }

        return Volatile.Read(ref _apiRuns) < ApiRunsInPause && Interlocked.Increment(ref _apiRuns) <= ApiRunsInPause ? time.GetUtcNow().UtcDateTime : null;
    }

    public void Add(RunNote note) => _notes.Writer.TryWrite(note);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pump = PumpAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        _notes.Writer.TryComplete();

        // What could not be handed over in time is lost, as in a crash.
        await _pump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task PumpAsync()
    {
        while (await _notes.Reader.WaitToReadAsync())
        {
            var batches = new List<RunNote>?[TraceShards.Count];
            for (var count = 0; count < MostInBatch && _notes.Reader.TryRead(out var note); count++)
            {
                (batches[TraceShards.Of(note.TraceId)] ??= []).Add(note);
            }

            for (var shard = 0; shard < batches.Length; shard++)
            {
                if (batches[shard] is { } batch)
                {
                    await HandOverAsync(shard, batch);
                }
            }

            if (!_stopping.IsCancellationRequested)
            {
                await Task.Delay(Pause, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HandOverAsync(int shard, List<RunNote> batch)
    {
        try
        {
            await grains.TraceShard(shard).Note([.. batch]);
        }
        catch (Exception exception)
        {
            LogLost(exception, batch.Count);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} notes on runs were lost; runs they belong to may show as unknown.")]
    private partial void LogLost(Exception exception, int count);
}
