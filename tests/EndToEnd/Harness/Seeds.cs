using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Chance that can be repeated.</summary>
internal static class Seeds
{
    /// <summary>Another chance for each run, whose seed the test's output tells.</summary>
    public static Random NewRandom(this ITestOutputHelper output)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        return new(seed);
    }
}
