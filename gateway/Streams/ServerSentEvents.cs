using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Motia.Grains;

namespace Motia.Gateway.Streams;

/// <summary>Sends one subscription as server-sent events: the frames of the WebSocket, each with its change's number as its id, so that a client that comes back gets what it missed.</summary>
internal static class ServerSentEvents
{
    /// <summary>What a request subscribes to.</summary>
    /// <param name="request">The request: <c>?name=todos&amp;group=inbox&amp;id=t1</c>.</param>
    /// <param name="since">The number that its <c>Last-Event-ID</c> gives; 0 for none.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>Null if something is.</returns>
    public static StreamSubscription? SubscriptionIn(HttpRequest request, out long since, out string problem)
    {
        var (stream, group, id) = (request.Query["name"].ToString(), request.Query["group"].ToString(), request.Query["id"].ToString());
        _ = long.TryParse(request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out since);
        problem = stream.Length == 0 || group.Length == 0
            ? "\"name\" and \"group\" must be in the query: /_streams/sse?name=STREAM&group=GROUP, and id=ID for one item."
            : StateRules.CheckName("group", group) ?? (id.Length > 0 ? StateRules.CheckName("id", id) : null) ?? "";
        return problem.Length == 0 ? new(stream, group, id.Length > 0 ? id : null) : null;
    }

    /// <summary>Sends until the client goes or the subscription ends.</summary>
    public static async Task SendAsync(HttpContext context, StreamClient client, TimeProvider time)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-transform";

        // nginx would collect events before it passes them on.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await using var leaving = context.RequestAborted.UnsafeRegister(static client => ((StreamClient)client!).End(), client);
        await context.Response.StartAsync();
        var output = context.Response.BodyWriter;
        await output.FlushAsync();
        var frames = client.Outlet.Frames;
        var more = frames.WaitToReadAsync().AsTask();
        while (await WaitAsync(more, context, output, client, time) && !context.RequestAborted.IsCancellationRequested)
        {
            while (frames.TryRead(out var frame))
            {
                Write(output, frame);
                client.Outlet.Sent(frame);
            }

            await FlushAsync(context, output, client);
            more = frames.WaitToReadAsync().AsTask();
        }
    }

    // Who takes nothing any more is cut off when it is to end: there is no other way to tell it.
    private static async Task FlushAsync(HttpContext context, PipeWriter output, StreamClient client)
    {
        var flushing = output.FlushAsync();
        if (!flushing.IsCompleted && await Task.WhenAny(flushing.AsTask(), client.Ended) == client.Ended)
        {
            context.Abort();
        }
    }

    // A comment now and then shows that both ends are there.
    private static async Task<bool> WaitAsync(Task<bool> more, HttpContext context, PipeWriter output, StreamClient client, TimeProvider time)
    {
        while (true)
        {
            try
            {
                return await more.WaitAsync(StreamLimits.Heartbeat, time);
            }
            catch (TimeoutException)
            {
                output.Write(":\n\n"u8);
                await FlushAsync(context, output, client);
            }
        }
    }

    private static void Write(PipeWriter output, StreamFrame frame)
    {
        if (frame.Number > 0)
        {
            var id = output.GetSpan(32);
            "id: "u8.CopyTo(id);
            Utf8Formatter.TryFormat(frame.Number, id[4..], out var digits);
            id[4 + digits] = (byte)'\n';
            output.Advance(5 + digits);
        }

        // An item may have been stored with line breaks; the client puts them together again.
        foreach (var line in frame.Json.Span.SplitAny((byte)'\n', (byte)'\r'))
        {
            Append(output, "data: "u8);
            Append(output, frame.Json.Span[line]);
            Append(output, "\n"u8);
        }

        Append(output, "\n"u8);
    }

    private static void Append(PipeWriter output, ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
