using Motia;

namespace Bench.Streams;

/// <summary>What is pushed.</summary>
public static class Ticks
{
    /// <summary>The config.</summary>
    public static readonly StreamDefinition<StreamTick> Config = new() { Name = "ticks" };
}

/// <summary>One change: when it was made, in the machine's timestamps, which are the same in every process, and the how manieth it is.</summary>
public sealed record StreamTick(long Sent, int Number, string Text = "Some text of the size that items have, more or less, so that it has about a hundred");
