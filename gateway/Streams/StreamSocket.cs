using System.Buffers;
using System.Net.WebSockets;

namespace Motia.Gateway.Streams;

/// <summary>One WebSocket: reads what the client asks for, one frame after the other, and sends it what its subscriptions give.</summary>
internal sealed class StreamSocket(WebSocket socket, StreamClient client, TimeProvider time)
{
    private const int FirstBuffer = 2 * 1024;
    private readonly FrameRate _rate = new(time);

    /// <summary>Done when the connection is over.</summary>
    public async Task RunAsync()
    {
        // Fires when closing takes too long: it cuts the connection.
        using var cut = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        var cutting = CutAsync(cut, over.Token);
        try
        {
            var sending = SendAllAsync(cut.Token);
            try
            {
                await ReceiveAllAsync(cut.Token);
            }
            finally
            {
                client.End(WebSocketCloseStatus.NormalClosure, "");
                await sending;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went without saying so, or did not take in time that we go.
        }
        finally
        {
            client.Close();
            await over.CancelAsync();
            await cutting;
        }
    }

    private async Task CutAsync(CancellationTokenSource cut, CancellationToken over)
    {
        await client.Ended;
        await Task.Delay(StreamLimits.Closing, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!over.IsCancellationRequested)
        {
            await cut.CancelAsync();
        }
    }

    private async Task SendAllAsync(CancellationToken cut)
    {
        var frames = client.Outlet.Frames;
        while (await frames.WaitToReadAsync(CancellationToken.None))
        {
            while (frames.TryRead(out var frame))
            {
                await socket.SendAsync(frame.Json, WebSocketMessageType.Text, endOfMessage: true, cut);
                client.Outlet.Sent(frame);
            }
        }

        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived && client.Why is { } end)
        {
            await socket.CloseOutputAsync(end.Code, end.Reason, cut);
        }
    }

    private async Task ReceiveAllAsync(CancellationToken cut)
    {
        while (true)
        {
            // A socket that says nothing holds no buffer.
            var first = await socket.ReceiveAsync(Memory<byte>.Empty, cut);
            if (first.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
            try
            {
                int size;
                (buffer, size) = await ReadAsync(buffer, first, cut);
                if (size < 0)
                {
                    return;
                }

                if (client.Why is null)
                {
                    await HandleAsync(buffer.AsMemory(0, size));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            await client.Outlet.WhenRoom();
        }
    }

    // The whole frame, or −1 when the client closes. What comes after we have closed is read and thrown away.
    private async Task<(byte[] Buffer, int Size)> ReadAsync(byte[] buffer, ValueWebSocketReceiveResult first, CancellationToken cut)
    {
        if (first.MessageType == WebSocketMessageType.Binary)
        {
            client.End(WebSocketCloseStatus.InvalidMessageType, "A frame must be text: one JSON object.");
        }

        // An empty frame is read by asking for nothing.
        if (first.EndOfMessage)
        {
            return (buffer, 0);
        }

        for (var size = 0; ;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(size), cut);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return (buffer, -1);
            }

            size += part.Count;
            if (size > StreamLimits.FrameBytes)
            {
                client.End(WebSocketCloseStatus.MessageTooBig, $"A frame may have {StreamLimits.FrameBytes} bytes.");
            }

            if (part.EndOfMessage)
            {
                return (buffer, size);
            }

            if (client.Why is not null)
            {
                size = 0;
            }
            else if (size == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * size);
                buffer.AsSpan(0, size).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
    }

    private async ValueTask HandleAsync(ReadOnlyMemory<byte> json)
    {
        if (!_rate.TryTake())
        {
            client.End(WebSocketCloseStatus.PolicyViolation, $"More than {StreamLimits.FramesPerSecond} frames a second.");
        }
        else if (ClientFrame.Parse(json, out var problem, out var about) is not { } frame)
        {
            client.Tell(about, StreamRefusal.BadFrame(problem));
        }
        else if (!frame.IsJoin)
        {
            client.Leave(frame.To, frame.SubscriptionId);
        }
        else if (await client.JoinAsync(frame.To, frame.SubscriptionId) is { } refusal)
        {
            client.Tell(frame.To, refusal);
        }
    }
}
