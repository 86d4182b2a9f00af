using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Motia.Bench.CommandLine;

namespace Motia.Bench.Streams;

/// <summary>A WebSocket that only joins a group and reads: as little as a client can cost, beside a server that is measured.</summary>
internal sealed class StreamSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = [];
    private int _filled;

    /// <summary>What is done with the payload of each frame.</summary>
    public required Action<ReadOnlyMemory<byte>> Received { get; init; }

    /// <summary>Connects, joins and waits for the answer to that.</summary>
    public async Task OpenAsync(Uri server, string group, int number, CancellationToken stop)
    {
        await _socket.ConnectAsync(server.Host, server.Port, stop);
        await _socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"GET / HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"),
            stop);
        var head = new byte[1024];
        for (var size = 0; head.AsSpan(0, size).IndexOf("\r\n\r\n"u8) < 0;)
        {
            var read = await _socket.ReceiveAsync(head.AsMemory(size), stop);
            size += read > 0 ? read : throw new BenchException($"{server} ended the connection: {Encoding.ASCII.GetString(head, 0, size)}");
        }

        await _socket.SendAsync(Masked($$$"""{"type":"join","data":{"streamName":"ticks","groupId":"{{{group}}}","subscriptionId":"s{{{number}}}"}}"""), stop);
        _buffer = new byte[1024];
        var joined = false;
        while (!joined)
        {
            joined = await ReadAsync(static _ => { }, stop) > 0;
        }
    }

    /// <summary>Reads until it is closed.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        _buffer = new byte[64 * 1024];
        try
        {
            while (await ReadAsync(Received, stop) >= 0)
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    public void Dispose() => _socket.Dispose();

    // How many frames came whole; −1 at the end.
    private async Task<int> ReadAsync(Action<ReadOnlyMemory<byte>> received, CancellationToken stop)
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), stop);
        _filled += read;
        var (at, frames) = (0, 0);
        while (TryFrame(_buffer.AsSpan(at, _filled - at), out var start, out var size))
        {
            // Others are pings.
            if ((_buffer[at] & 0xf) == 1)
            {
                received(_buffer.AsMemory(at + start, size));
                frames++;
            }

            at += start + size;
        }

        _buffer.AsSpan(at, _filled - at).CopyTo(_buffer);
        _filled -= at;
        return read == 0 ? -1 : frames;
    }

    private static bool TryFrame(ReadOnlySpan<byte> bytes, out int start, out int size)
    {
        (start, size) = (2, bytes.Length < 2 ? 0 : bytes[1]);
        if (size == 126)
        {
            (start, size) = (4, bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        }

        return bytes.Length >= start && bytes.Length >= start + size;
    }

    // A mask of zeros leaves the payload as it is.
    private static byte[] Masked(string text) => [0x81, 0x80 | 126, (byte)(text.Length >> 8), (byte)text.Length, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];
}
