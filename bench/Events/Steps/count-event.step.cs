using System.Collections.Concurrent;
using System.Diagnostics;
using Motia;

namespace Bench.Events;

/// <summary>Counts events, and how long they were on their way.</summary>
public static class CountEvent
{
    /// <summary>The config.</summary>
    public static readonly EventStep Config = new()
    {
        Name = "CountEvent",
        Subscribes = ["bench.counted", "bench.chain.3"],
        Infrastructure = new() { Queue = new() { Concurrency = 32 } },
    };

    private static long s_count;

    /// <summary>How many there were.</summary>
    public static long Count => Interlocked.Read(ref s_count);

    /// <summary>How long each was on its way, if anyone listens.</summary>
    public static ConcurrentQueue<TimeSpan>? Times { get; set; }

    /// <summary>The handler.</summary>
    public static void Handler(Tick tick)
    {
        Times?.Enqueue(Stopwatch.GetElapsedTime(tick.Sent));
        Interlocked.Increment(ref s_count);
    }
}
