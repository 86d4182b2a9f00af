using System.Buffers.Text;
using System.Diagnostics;
using Motia.Bench.CommandLine;
using Motia.Bench.Servers;

namespace Motia.Bench.Streams;

/// <summary>Many sockets that look at the same group of a server, and what comes to them.</summary>
internal sealed class StreamAudience : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Uri _server;
    private readonly string _group;
    private readonly HttpClient _http;
    private readonly List<StreamSocket> _sockets = [];
    private readonly CancellationTokenSource _over = new();
    private readonly List<double> _latencies = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _all = new();
    private long _left;

    private StreamAudience(ServerProcess server, string group)
    {
        (_server, _group) = (server.Address, group);
        _http = new() { BaseAddress = _server, Timeout = Patience };
    }

    /// <summary>Opens so many sockets, all of them joined.</summary>
    public static async Task<StreamAudience> OpenAsync(ServerProcess server, string group, int count, CancellationToken stop)
    {
        var audience = new StreamAudience(server, group);
        for (var number = 0; number < count; number++)
        {
            var seen = 0;
            var socket = new StreamSocket { Received = frame => audience.Take(frame.Span, ref seen) };
            audience._sockets.Add(socket);
            await socket.OpenAsync(server.Address, group, number, stop);
            _ = socket.FollowAsync(audience._over.Token);
        }

        return audience;
    }

    /// <summary>Has so many changes made at once, and waits until every socket has every one of them.</summary>
    /// <returns>How long it took from the request to the last frame, and how long each frame took from its handler to its socket, in milliseconds.</returns>
    public async Task<(double Seconds, IReadOnlyList<double> LatenciesMs)> PushAsync(int changes, CancellationToken stop)
    {
        _latencies.Clear();
        _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _left, (long)changes * _sockets.Count);
        var start = Stopwatch.GetTimestamp();
        var pushing = _http.PostAsync($"/ticks/{_group}/{changes}", null, stop);
        try
        {
            await _all.Task.WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            throw new BenchException($"{Interlocked.Read(ref _left)} of {(long)changes * _sockets.Count} frames did not come within {Patience.TotalSeconds} s.");
        }

        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (await pushing).EnsureSuccessStatusCode();
        return (took, [.. _latencies]);
    }

    public void Dispose()
    {
        _over.Cancel();
        _sockets.ForEach(socket => socket.Dispose());
        _http.Dispose();
        _over.Dispose();
    }

    private void Take(ReadOnlySpan<byte> frame, ref int seen)
    {
        var now = Stopwatch.GetTimestamp();
        var number = (int)Number(frame, "\"number\":"u8);
        if (number <= seen)
        {
            _all.TrySetException(new BenchException($"The change {number} came after {seen}."));
        }

        seen = number;
        lock (_gate)
        {
            _latencies.Add((now - Number(frame, "\"sent\":"u8)) * 1000.0 / Stopwatch.Frequency);
        }

        if (Interlocked.Decrement(ref _left) == 0)
        {
            _all.TrySetResult();
        }
    }

    private static long Number(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> name) =>
        frame.IndexOf(name) is >= 0 and var at && Utf8Parser.TryParse(frame[(at + name.Length)..], out long number, out _)
            ? number
            : throw new BenchException("A frame is none of those that were pushed.");
}
