using System.Net.Sockets;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>What handlers of a silo wait at until the test opens it: a Unix socket that lets go of whoever has connected. Once open it stays so.</summary>
internal sealed class Gate : IDisposable
{
    /// <summary>The handlers' side: <c>await Gate.Pass("name")</c>.</summary>
    public const string Step = """
        using System.Net.Sockets;

        public static class Gate
        {
            public static async Task Pass(string name, CancellationToken cancellationToken = default)
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{name}.gate"), cancellationToken);
                await socket.ReceiveAsync(new byte[1], SocketFlags.None, cancellationToken);
            }
        }
        """;

    private const int MostAtOnce = 512;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _waiting = [];
    private readonly Lock _lock = new();
    private bool _isOpen;

    public Gate(string path)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(MostAtOnce);
        _ = AcceptAsync();
    }

    public void Open()
    {
        lock (_lock)
        {
            _isOpen = true;
            _waiting.ForEach(socket => socket.Dispose());
            _waiting.Clear();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Open();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Add(await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // The test has ended.
        }
    }

    private void Add(Socket socket)
    {
        lock (_lock)
        {
            if (_isOpen)
            {
                socket.Dispose();
            }
            else
            {
                _waiting.Add(socket);
            }
        }
    }
}
