using Motia;

namespace Bench.Events;

/// <summary>Handles a backlog as soon as it may.</summary>
public static class WorkOffOne
{
    /// <summary>The config.</summary>
    public static readonly EventStep Config = new()
    {
        Name = "WorkOffOne",
        Subscribes = ["bench.backlog"],
        Infrastructure = new() { Queue = new() { Concurrency = 32 } },
    };

    private static long s_count;

    /// <summary>Done when handlers may go on.</summary>
    public static Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How many both steps handled.</summary>
    public static long Count => Interlocked.Read(ref s_count);

    /// <summary>The handler.</summary>
    public static async Task Handler(Tick tick)
    {
        await Gate;
        Interlocked.Increment(ref s_count);
    }
}
