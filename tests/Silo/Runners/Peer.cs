using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Motia.Silo.Runners;
using Motia.Silo.Runners.Protocol;

namespace Motia.Silo.Tests.Runners;

/// <summary>A runner that does what the test says: in place of a process it connects to the silo's socket.</summary>
internal sealed class Peer : IRunnerLauncher, IRunnerProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<RunnerMessage> _received = Channel.CreateUnbounded<RunnerMessage>();
    private readonly MessageWriter _writer = new();
    private volatile bool _reads = true;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>What it does once it is connected; default: says hello and loads every file as a step without anything wrong.</summary>
    public Func<Peer, Task> Begin { get; init; } = async peer =>
    {
        await peer.HelloAsync();
        await peer.LoadedAsync();
    };

    /// <summary>One that has this much memory as soon as it has loaded.</summary>
    public static Peer ThatHas(long megabytes) => new()
    {
        Begin = async peer =>
        {
            await peer.HelloAsync();
            await peer.LoadedAsync(megabytes * RunnerPlan.Megabyte);
        },
    };

    /// <summary>Whether it ends when it is told to. Default: yes.</summary>
    public bool EndsWhenTold { get; init; } = true;

    /// <summary>Whether it ends when its connection does. Default: yes.</summary>
    public bool EndsWithItsConnection { get; init; } = true;

    public Task<string> Ended => _ended.Task;

    public string LastErrors { get; set; } = "";

    /// <summary>Whether the silo killed it.</summary>
    public bool WasKilled { get; private set; }

    public IRunnerProcess Launch(string socketPath)
    {
        _ = RunAsync(socketPath);
        return this;
    }

    public void Kill()
    {
        WasKilled = true;
        End("signal 9");
    }

    /// <summary>Reads nothing any more, as one in an endless loop.</summary>
    public void StopReading() => _reads = false;

    /// <summary>Ends the connection alone.</summary>
    public void Disconnect() => _socket.Dispose();

    /// <summary>Ends as a process does.</summary>
    public void End(string how)
    {
        _ended.TrySetResult(how);
        _socket.Dispose();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _writer.Dispose();
    }

    public Task HelloAsync(int protocol = 1, string language = "node", string version = "22.1.0") =>
        SendAsync(FrameKind.Hello, 0, $$"""{"protocol":{{protocol}},"language":"{{language}}","version":"{{version}}"}""");

    /// <summary>Loads its one file as a step without anything wrong.</summary>
    public async Task LoadedAsync(long memory = 1)
    {
        var load = await ReceiveAsync(FrameKind.Load);
        await SendAsync(FrameKind.Loaded, load.Id, $$"""{"files":[{"file":"/p/a.step.ts","config":{},"handler":true}],"project":null,"memory":{{memory}}}""");
    }

    public Task SendAsync(FrameKind kind, uint id, string meta, string body = "") => _writer.WriteAsync(kind, id, Encoding.UTF8.GetBytes(meta), Encoding.UTF8.GetBytes(body)).AsTask();

    /// <summary>Sends what is no frame.</summary>
    public async Task SendNonsenseAsync() => await _socket.SendAsync(new byte[] { 0xff, 0xff, 0xff, 0xff });

    /// <summary>The next message of a kind; others are passed over.</summary>
    public async Task<RunnerMessage> ReceiveAsync(FrameKind kind)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var message = await _received.Reader.ReadAsync(patience.Token);
            if (message.Kind == kind)
            {
                return message;
            }
        }
    }

    private async Task RunAsync(string socketPath)
    {
        try
        {
            await _socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
            using var stream = new NetworkStream(_socket);
            _ = _writer.PumpAsync(stream);
            var beginning = Begin(this);
            var reader = new MessageReader(stream);
            while (_reads && await reader.ReadAsync() is { } message)
            {
                _received.Writer.TryWrite(message);
                if (message.Kind == FrameKind.Stop && EndsWhenTold)
                {
                    End("exit code 0");
                }
            }

            if (_reads)
            {
                await beginning;
                End("exit code 0");
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or RunnerProtocolException)
        {
            if (EndsWithItsConnection)
            {
                End("exit code 1");
            }
        }
    }
}
