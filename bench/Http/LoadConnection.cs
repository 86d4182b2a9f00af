using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Motia.Bench.CommandLine;

namespace Motia.Bench.Http;

/// <summary>One connection that repeats one request. It knows the length of the answers from the first.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _length;
    private int _received;

    /// <summary>Connects and asks once.</summary>
    public LoadConnection(Uri server, byte[] request)
    {
        _request = request;
        _socket.Connect(IPAddress.Parse(server.Host), server.Port);
        Send();
        Body = ReceiveFirst();
    }

    /// <summary>The body of the first answer.</summary>
    public string Body { get; }

    public int File => (int)_socket.Handle;

    /// <summary>From here on, <see cref="TryReceive"/> does not wait.</summary>
    public void StopBlocking() => _socket.Blocking = false;

    public void Send()
    {
        _received = 0;
        if (_socket.Send(_request, SocketFlags.None, out var error) != _request.Length)
        {
            throw new BenchException($"A request could not be sent: {error}.");
        }
    }

    /// <summary>Takes what has arrived.</summary>
    /// <returns>Whether the answer is whole.</returns>
    public bool TryReceive()
    {
        var count = _socket.Receive(_buffer.AsSpan(_received), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (error != SocketError.Success || count == 0)
        {
            throw new BenchException($"The server closed a connection under load ({error}).");
        }

        _received += count;
        if (_received < _length)
        {
            return false;
        }

        return _received == _length && _buffer.AsSpan().StartsWith("HTTP/1.1 200"u8)
            ? true
            : throw new BenchException($"The server's answer under load was not as long as its first, or not 200:\n{Encoding.UTF8.GetString(_buffer, 0, _received)}");
    }

    public void Dispose() => _socket.Dispose();

    private string ReceiveFirst()
    {
        while (true)
        {
            var count = _socket.Receive(_buffer, _received, _buffer.Length - _received, SocketFlags.None);
            _received += count;
            var text = Encoding.UTF8.GetString(_buffer, 0, _received);
            if (count == 0 || (text.Length >= 12 && !text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)))
            {
                throw new BenchException($"The server did not answer with 200:\n{text}");
            }

            if (WholeBody(text) is { } body)
            {
                _length = _received;
                return body;
            }
        }
    }

    // The answers are ASCII, so characters are bytes. Chunked ones, of the minimal API, end with an empty chunk.
    private static string? WholeBody(string answer)
    {
        const string EndOfHead = "\r\n\r\n";
        const string LengthHeader = "\r\nContent-Length: ";
        const string LastChunk = "\r\n0\r\n\r\n";
        var end = answer.IndexOf(EndOfHead, StringComparison.Ordinal) + EndOfHead.Length;
        if (end < EndOfHead.Length)
        {
            return null;
        }

        var at = answer.IndexOf(LengthHeader, StringComparison.OrdinalIgnoreCase);
        if (at >= 0 && at < end)
        {
            at += LengthHeader.Length;
            var length = int.Parse(answer.AsSpan(at, answer.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
            return answer.Length >= end + length ? answer.Substring(end, length) : null;
        }

        return answer.EndsWith(LastChunk, StringComparison.Ordinal) ? answer[(answer.IndexOf("\r\n", end, StringComparison.Ordinal) + 2)..^LastChunk.Length] : null;
    }
}
