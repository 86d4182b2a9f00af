using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Motia.Grains;
using Motia.Silo.Json;

namespace Motia.Silo.Logs;

/// <summary>Writes log lines to stderr, one line each, from a thread of its own so that a slow terminal holds nobody up.</summary>
/// <remarks>When 10,000 lines wait, new ones are dropped and counted; the count is written as soon as there is room.</remarks>
internal sealed class StderrWriter : IAsyncDisposable
{
    private const int MaximumWaiting = 10_000;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });
    private readonly TextWriter _output;
    private readonly LogFormat _format;
    private readonly Task _pump;
    private int _dropped;

    public StderrWriter(IOptions<MotiaOptions> options)
        : this(options, Console.Error)
    {
    }

    internal StderrWriter(IOptions<MotiaOptions> options, TextWriter output)
    {
        _output = output;
        _format = options.Value.Logs.Format;
        _pump = Task.Run(PumpAsync);
    }

    public void Write(LogLine line) => Write(_format == LogFormat.Json ? AsJson(line) : LogText.Of(line));

    /// <summary>Writes a line that is not a log line: the table of routes.</summary>
    public void Write(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _pump;
    }

    private static string AsJson(LogLine line) => new JsonObject
    {
        ["time"] = line.Time,
        ["level"] = line.Level,
        ["traceId"] = line.TraceId,
        ["step"] = line.Step,
        ["message"] = line.Message,
        ["args"] = line.Arguments.Length == 0 ? null : JsonNode.Parse(line.Arguments),
    }.ToJsonString(MotiaJson.Options);

    private async Task PumpAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var count)
            {
                await _output.WriteLineAsync($"({count} log lines were dropped: stderr is read too slowly)");
            }

            await _output.WriteLineAsync(line);
        }

        await _output.FlushAsync();
    }
}
