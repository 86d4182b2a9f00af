using Motia;

namespace Bench.Events;

/// <summary>Handles the same backlog a second time.</summary>
public static class WorkOffTwo
{
    /// <summary>The config.</summary>
    public static readonly EventStep Config = new()
    {
        Name = "WorkOffTwo",
        Subscribes = ["bench.backlog"],
        Infrastructure = new() { Queue = new() { Concurrency = 32 } },
    };

    /// <summary>The handler: what the first one's does, counted with it.</summary>
    public static Task Handler(Tick tick) => WorkOffOne.Handler(tick);
}
