using Motia;

namespace Bench.Events;

/// <summary>Passes an event on.</summary>
public static class PassFirst
{
    /// <summary>The config.</summary>
    public static readonly EventStep Config = new() { Name = "PassFirst", Subscribes = ["bench.chain.1"], Emits = ["bench.chain.2"] };

    /// <summary>The handler.</summary>
    public static Task Handler(Tick tick, StepContext context) => context.EmitAsync("bench.chain.2", tick);
}
