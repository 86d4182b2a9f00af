using Motia;

namespace Bench.Events;

/// <summary>Handles events a quarter of an hour later: they wait.</summary>
public static class HoldEvent
{
    /// <summary>The config.</summary>
    public static readonly EventStep Config = new()
    {
        Name = "HoldEvent",
        Subscribes = ["bench.held"],
        Infrastructure = new() { Queue = new() { DelaySeconds = 900 } },
    };

    /// <summary>The handler.</summary>
    public static void Handler(Tick tick)
    {
    }
}
