using System.Net.WebSockets;

namespace Motia.Gateway.Streams;

/// <summary>One WebSocket: reads what the client asks for, one frame after the other, and sends it what its subscriptions give.</summary>
internal sealed class StreamSocket(WebSocket socket, StreamClient client, TimeProvider time)
{
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
        try
        {
            var frames = client.Outlet.Frames;
            while (await frames.WaitToReadAsync(CancellationToken.None))
            {
                while (frames.TryRead(out var frame))
                {
                    await SendAsync(frame.Json, cut);
                    client.Outlet.Sent(frame);
                }
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived && client.Why is { } end)
            {
                await socket.CloseOutputAsync(end.Code, end.Reason, cut);
            }
        }
        finally
        {
            // Whoever waits for room in a connection that is broken would wait for ever.
            client.End(WebSocketCloseStatus.NormalClosure, "");
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cut)
    {
        while (frame.Length > StreamLimits.PartBytes)
        {
            await socket.SendAsync(frame[..StreamLimits.PartBytes], WebSocketMessageType.Text, endOfMessage: false, cut);
            frame = frame[StreamLimits.PartBytes..];
        }

        await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cut);
    }

    private async Task ReceiveAllAsync(CancellationToken cut)
    {
        while (true)
        {
            // A socket that says nothing holds no buffer. Its answers to heartbeats are read here, too.
            var first = await socket.ReceiveAsync(Memory<byte>.Empty, cut);
            if (first.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            await client.Outlet.WhenRoom();
            using var buffer = new FrameBuffer();
            if (!await ReadAsync(buffer, first, cut))
            {
                return;
            }

            if (client.Why is null)
            {
                await HandleAsync(buffer.Written);
            }
        }
    }

    // Reads the whole frame; false when the client closes. What comes after we have closed is read and thrown away.
    private async Task<bool> ReadAsync(FrameBuffer buffer, ValueWebSocketReceiveResult first, CancellationToken cut)
    {
        if (first.MessageType == WebSocketMessageType.Binary)
        {
            client.End(WebSocketCloseStatus.InvalidMessageType, "A frame must be text: one JSON object.");
        }

        // An empty frame is read by asking for nothing.
        for (var part = first; !part.EndOfMessage;)
        {
            part = await socket.ReceiveAsync(buffer.Free, cut);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            buffer.Advance(part.Count);
            if (buffer.Written.Length > StreamLimits.FrameBytes)
            {
                client.End(WebSocketCloseStatus.MessageTooBig, $"A frame may have {StreamLimits.FrameBytes} bytes.");
            }

            if (client.Why is not null)
            {
                buffer.Clear();
            }
        }

        return true;
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
