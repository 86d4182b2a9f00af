using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Bench.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Motia.Bench.Servers;

/// <summary>The least that pushing to many sockets can cost: raw Kestrel sends each of them the same frame, encoded once, from a queue of its own. Nothing is stored.</summary>
internal static class BroadcastEndpoints
{
    private static readonly ConcurrentDictionary<Channel<byte[]>, bool> Sockets = new();
    private static int _number;

    public static void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.Run(context => context.WebSockets.IsWebSocketRequest ? SendAllAsync(context) : BroadcastAsync(context));
    }

    private static async Task SendAllAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var frames = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });

        // Joins are answered, so that whoever joins knows that it is in.
        var join = new byte[1024];
        await socket.ReceiveAsync(join, context.RequestAborted);
        Sockets[frames] = true;
        frames.Writer.TryWrite("""{"event":{"type":"sync","data":[]}}"""u8.ToArray());
        try
        {
            await foreach (var frame in frames.Reader.ReadAllAsync(context.RequestAborted))
            {
                await socket.SendAsync(frame, WebSocketMessageType.Text, true, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            Sockets.TryRemove(frames, out _);
        }
    }

    private static Task BroadcastAsync(HttpContext context)
    {
        var count = int.Parse(context.Request.Path.Value!.Split('/')[^1], CultureInfo.InvariantCulture);
        for (var i = 0; i < count; i++)
        {
            var data = new StreamTick(Stopwatch.GetTimestamp(), Interlocked.Increment(ref _number));
            var frame = JsonSerializer.SerializeToUtf8Bytes(
                new { timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), streamName = "ticks", groupId = "g", id = $"item-{i % 50}", @event = new { type = "update", data } },
                JsonSerializerOptions.Web);
            foreach (var socket in Sockets.Keys)
            {
                socket.Writer.TryWrite(frame);
            }
        }

        return Task.CompletedTask;
    }
}
