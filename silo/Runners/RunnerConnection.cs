using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Motia.Silo.Runners.Protocol;

namespace Motia.Silo.Runners;

/// <summary>The connection to one runner: many calls at a time, each with its answer, its requests and its log lines.</summary>
internal sealed partial class RunnerConnection : IDisposable
{
    private const int LogsPerCredit = 250;

    // What a group counts for while it is read: how large it is shows only then.
    private const int GroupEstimate = 4 * 1024 * 1024;

    private readonly Stream _stream;
    private readonly MessageReader _reader;
    private readonly MessageWriter _writer = new();
    private readonly RequestBudget _budget = new();
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<uint, RunnerCall> _calls = [];
    private readonly TaskCompletionSource<LoadedMeta> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastId;
    private int _logsRead;
    private int _pings;
    private long _memory;
    private volatile Exception? _end;

    /// <summary>Takes over a connection.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="logger">Where log lines go that belong to no call.</param>
    public RunnerConnection(Stream stream, ILogger logger)
    {
        (_stream, _logger) = (stream, logger);
        _reader = new MessageReader(stream);
        _ = _writer.PumpAsync(stream);
    }

    /// <summary>The calls that have not ended.</summary>
    public IEnumerable<RunnerCall> Calls => _calls.Values;

    /// <summary>How many pings were not answered.</summary>
    public int Unanswered => Volatile.Read(ref _pings);

    /// <summary>Whether nothing is read because so many requests are still to be answered.</summary>
    public bool IsHeldBack => _budget.IsWaitingForAnswers;

    /// <summary>The file whose code ended the process, if the runner could say so.</summary>
    public string? Fault { get; private set; }

    /// <summary>The resident bytes that the runner last told.</summary>
    public long Memory => Volatile.Read(ref _memory);

    /// <summary>Reads the first message.</summary>
    /// <exception cref="RunnerProtocolException">It is no Hello.</exception>
    public async Task<HelloMeta> ReadHelloAsync(CancellationToken cancellationToken) => await _reader.ReadAsync(cancellationToken) switch
    {
        { Kind: FrameKind.Hello } hello => hello.ReadMeta<HelloMeta>(),
        { } other => throw new RunnerProtocolException($"The runner began with a {other.Kind}; it begins with a Hello."),
        null => throw new RunnerProtocolException("The runner closed the connection without a Hello."),
    };

    /// <summary>Reads what comes until the connection ends; calls that have not ended then are lost when <see cref="Lose"/> is called.</summary>
    /// <exception cref="RunnerProtocolException">What came is not allowed.</exception>
    public async Task ReadAsync()
    {
        try
        {
            while (await _reader.ReadAsync() is { } message)
            {
                Take(message);
                await _budget.RoomAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            // The connection is gone, which is how every runner ends; why is known to who owns its process.
        }
    }

    /// <summary>Sends the Load and waits for its answer.</summary>
    public async Task<LoadedMeta> LoadAsync(IReadOnlyList<string> files, string? config, CancellationToken cancellationToken)
    {
        var meta = MetaJson.Write((files, config), static (json, load) =>
        {
            json.WriteStartArray("files"u8);
            foreach (var file in load.files)
            {
                json.WriteStringValue(file);
            }

            json.WriteEndArray();
            json.WriteString("config"u8, load.config);
        });
        await _writer.WriteAsync(FrameKind.Load, NextId(), meta);
        return await _loaded.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Makes a call. When the token fires, the runner is told; the answer of a step's run is still waited for.</summary>
    /// <returns>Its Result.</returns>
    /// <exception cref="RunnerFailureException">The handler failed.</exception>
    /// <exception cref="TimeoutException">It is no step's run, and the token fired.</exception>
    public Task<RunnerMessage> CallAsync(RunnerCall call, ReadOnlyMemory<byte> meta, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var id = NextId();
        while (!_calls.TryAdd(id, call))
        {
            id = NextId();
        }

        if (_end is { } end)
        {
            LoseCall(id, end);
        }
        else
        {
            _ = SendCallAsync(id, call, meta, body, cancellationToken);
        }

        return call.Answer;
    }

    /// <summary>Asks whether the runner still goes round.</summary>
    public void Ping()
    {
        Interlocked.Increment(ref _pings);
        Send(FrameKind.Ping, NextId(), MetaJson.Empty);
    }

    /// <summary>Tells the runner to end when no call runs any more.</summary>
    public void Stop() => Send(FrameKind.Stop, 0, MetaJson.Empty);

    /// <summary>Takes no more calls.</summary>
    /// <param name="reason">What those get that come.</param>
    public void Close(Exception reason) => _end = reason;

    /// <summary>Ends all calls that have not ended; after <see cref="Close"/>.</summary>
    /// <param name="lost">What they get.</param>
    public void Lose(Exception lost)
    {
        foreach (var id in _calls.Keys)
        {
            LoseCall(id, lost);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _writer.Dispose();
    }

    // The upper half is for the runner's own, and 0 is no call.
    private uint NextId() => ((uint)Interlocked.Increment(ref _lastId) & 0x7fff_ffff) is not 0 and var id ? id : NextId();

    private void LoseCall(uint id, Exception reason)
    {
        if (_calls.TryRemove(id, out var call))
        {
            call.Lose(reason);
        }
    }

    // A Cancel follows the whole call: the runner knows nothing yet of one that is still coming.
    private async Task SendCallAsync(uint id, RunnerCall call, ReadOnlyMemory<byte> meta, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await SendAsync(FrameKind.Call, id, meta, body);
        if (cancellationToken.CanBeCanceled && !call.Answer.IsCompleted)
        {
            // Not taken back: the token ends with the run.
            cancellationToken.UnsafeRegister(
                static state =>
                {
                    var (connection, id, call) = ((RunnerConnection, uint, RunnerCall))state!;
                    connection.Cancel(id, call);
                },
                (this, id, call));
        }
    }

    private void Cancel(uint id, RunnerCall call)
    {
        if (call.Answer.IsCompleted)
        {
            return;
        }

        Send(FrameKind.Cancel, id, MetaJson.Write(call.WhyCancelled(), static (json, reason) => json.WriteString("reason"u8, reason)));
        if (!call.IsRun)
        {
            LoseCall(id, new TimeoutException($"It did not answer within {call.Timeout.TotalSeconds} seconds."));
        }
    }

    private void Take(RunnerMessage message)
    {
        switch (message.Kind)
        {
            case FrameKind.Result or FrameKind.Failed:
                if (_calls.TryRemove(message.Id, out var ended))
                {
                    ended.End(message);
                }

                break;
            case FrameKind.Request:
                _ = AnswerAsync(message, message.ReadMeta<RequestMeta>());
                break;
            case FrameKind.Log:
                Log(message);
                break;
            case FrameKind.Pong:
                Volatile.Write(ref _memory, message.ReadMeta<PongMeta>().Memory);
                Volatile.Write(ref _pings, 0);
                break;
            case FrameKind.Fault:
                Fault = message.ReadMeta<FaultMeta>().File;
                break;
            case FrameKind.Loaded:
                _loaded.TrySetResult(message.ReadMeta<LoadedMeta>());
                break;
            default:
                throw new RunnerProtocolException($"The runner sent a {message.Kind}, which only the silo sends, or only once.");
        }
    }

    // Up to its first wait it runs where messages are read, so that requests begin in the order in which they were sent.
    private async Task AnswerAsync(RunnerMessage message, RequestMeta request)
    {
        var held = (long)message.Body.Length + (request.IsAboutGroup ? GroupEstimate : 0);
        _budget.Take(held);
        var (meta, body) = (MetaJson.Empty, ReadOnlyMemory<byte>.Empty);
        try
        {
            body = _calls.TryGetValue(request.Call, out var call) && call.Requests is { } requests
                ? await requests.AnswerAsync(request, message.Body)
                : throw new InvalidOperationException($"The call {request.Call} has ended, or is one that may ask for nothing; a handler's requests belong to its run.");
            meta = body.Length <= FrameFormat.LargestBody
                ? meta
                : throw new InvalidOperationException($"The answer has {body.Length} bytes; over {FrameFormat.LargestBody} cannot be handed to a handler. Keep smaller groups.");
        }
        catch (Exception exception)
        {
            (meta, body) = (RunnerErrors.Write(exception), default);
        }

        _budget.Answered(body.Length);
        await SendAsync(FrameKind.Reply, message.Id, meta, body);
        _budget.Release(held + body.Length);
    }

    private void Log(RunnerMessage message)
    {
        var logger = _calls.TryGetValue(message.Id, out var call) ? call.Logger : _logger;
        try
        {
            RunnerLog.Write(logger, message.ReadMeta<LogMeta>());
        }
        catch (Exception exception) when (exception is RunnerProtocolException or InvalidOperationException)
        {
            // Half a character, say. A line is not worth the runner.
            LogUnreadable(logger, exception.Message);
        }

        if (++_logsRead == LogsPerCredit)
        {
            _logsRead = 0;
            Send(FrameKind.Credit, 0, MetaJson.Write(LogsPerCredit, static (json, logs) => json.WriteNumber("logs"u8, logs)));
        }
    }

    private void Send(FrameKind kind, uint id, ReadOnlyMemory<byte> meta) => _ = SendAsync(kind, id, meta, default);

    private async Task SendAsync(FrameKind kind, uint id, ReadOnlyMemory<byte> meta, ReadOnlyMemory<byte> body)
    {
        try
        {
            await _writer.WriteAsync(kind, id, meta, body);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection is gone; who reads it knows.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A log line could not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
