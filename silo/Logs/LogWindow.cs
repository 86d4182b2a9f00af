using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Motia.Grains;

namespace Motia.Silo.Logs;

/// <summary>Hands log lines to the log grain in batches, off everybody's path.</summary>
/// <remarks>
/// When 4,000 lines wait (as many as the grain keeps), the oldest are dropped. Lines about the handing over itself are not handed over, or a failing store would feed on its
/// own complaints: they are on stderr.
/// </remarks>
internal sealed class LogWindow : IHostedLifecycleService
{
    private const int MaximumWaiting = 4_000;
    private const int MaximumBatch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Channel<LogLine> _lines = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(MaximumWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Lazy<IGrainFactory> _grains;
    private readonly TimeProvider _time;
    private Task? _pump;

    /// <param name="services">Gives the grains, lazily: they log too, and so need this first.</param>
    /// <param name="time">The clock.</param>
    public LogWindow(IServiceProvider services, TimeProvider time)
    {
        _grains = new(() => (IGrainFactory)services.GetService(typeof(IGrainFactory))!);
        _time = time;
    }

    public void Add(LogLine line) => _lines.Writer.TryWrite(line);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _pump = PumpAsync();
        return Task.CompletedTask;
    }

    // Registered so that it stops after everything that has something to say, and before the grains.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _lines.Writer.TryComplete();
        if (_pump is not null)
        {
            await _pump.WaitAsync(cancellationToken);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PumpAsync()
    {
        var batch = new List<LogLine>();
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaximumBatch && _lines.Reader.TryRead(out var line))
            {
                batch.Add(line);
            }

            try
            {
                await _grains.Value.GetGrain<ILogGrain>(LogShards.Only).Append([.. batch]);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                await Console.Error.WriteLineAsync($"{batch.Count} log lines were not kept: {exception.Message}");
            }

            batch.Clear();
            if (!_lines.Reader.Completion.IsCompleted)
            {
                await Task.WhenAny(Task.Delay(Pause, _time), _lines.Reader.Completion);
            }
        }
    }
}
