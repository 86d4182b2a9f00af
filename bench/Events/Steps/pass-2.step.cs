using Motia;

namespace Bench.Events;

/// <summary>Passes an event on.</summary>
public static class PassSecond
{
    /// <summary>The config.</summary>
    public static readonly EventStep Config = new() { Name = "PassSecond", Subscribes = ["bench.chain.2"], Emits = ["bench.chain.3"] };

    /// <summary>The handler.</summary>
    public static Task Handler(Tick tick, StepContext context) => context.EmitAsync("bench.chain.3", tick);
}
