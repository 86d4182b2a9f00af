using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Motia.Silo.Tests.Queues;

/// <summary>
/// <c>MOTIA_CHAOS_SCENARIOS</c> says how many seeds are played, <c>MOTIA_CHAOS_SEED</c> with which one to begin. With a seed alone that one is played twenty times, because
/// a seed does not decide how threads interleave.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int DefaultScenarios = 1_000;
    private const int Replays = 20;
    private const int RepeatsOfFound = 4;

    [Fact]
    public async Task Scenario_AnySeed_ConservesOrderAndEveryDelivery()
    {
        var first = Setting("MOTIA_CHAOS_SEED");
        var count = Setting("MOTIA_CHAOS_SCENARIOS");
        var seeds = (first, count) is ({ } seed, null) ? Enumerable.Repeat(seed, Replays) : Enumerable.Range(first ?? 1, count ?? DefaultScenarios);
        await PlayAsync([.. seeds]);
    }

    /// <summary>Seeds that found defects, each with what it found. They mean nothing any more when <see cref="ChaosPlan"/> makes another plan of a seed.</summary>
    [Theory]
    [InlineData(66)] // A silo stopped while saves failed, and the next process blamed a delivery for the end.
    [InlineData(93)] // A lane that was deactivated while it came up went on beside the next one.
    [InlineData(226)] // The same, in a queue with groups of which two ran at a time.
    [InlineData(11)] // A delivery was parked while its handler of an earlier activation ran; one before it in its message group began beside it.
    public Task Scenario_SeedThatFoundADefect_Conserves(int seed) => PlayAsync([.. Enumerable.Repeat(seed, RepeatsOfFound)]);

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private async Task PlayAsync(IReadOnlyList<int> seeds)
    {
        var began = Stopwatch.GetTimestamp();
        var red = new ConcurrentDictionary<int, string>();
        var happened = new ConcurrentDictionary<ChaosFault, int>();
        var (played, deliveries, runs, repeated) = (0, 0, 0, 0);
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = ChaosRuntime.ScenariosAtATime }, async (seed, _) =>
        {
            if (red.Count > 2)
            {
                return;
            }

            using var scenario = await ChaosScenario.PlayAsync(seed);
            var number = Interlocked.Increment(ref played);
            Interlocked.Add(ref deliveries, scenario.Plan.Deliveries.Count);
            Interlocked.Add(ref runs, scenario.Model.Runs);
            Interlocked.Add(ref repeated, scenario.Model.Repeated);
            foreach (var (fault, times) in scenario.Dice.Happened)
            {
                happened.AddOrUpdate(fault, times, (_, before) => before + times);
            }

            if (scenario.Model.Problems is { Count: > 0 } problems)
            {
                red[seed] = $"Seed {seed}, scenario number {number} to end, with {string.Join(", ", scenario.Plan.Faults)}:\n  {string.Join("\n  ", problems)}";
            }
        });

        var summary = new StringBuilder();
        summary.AppendLine(CultureInfo.InvariantCulture, $"{played} scenarios, seeds from {seeds[0]}, in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s: {deliveries} deliveries, {runs} runs, {repeated} of them of deliveries that had succeeded.");
        summary.AppendJoin(", ", happened.OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} {fault.Value}")).AppendLine();
        output.WriteLine(summary.ToString());
        Assert.True(red.IsEmpty, summary + string.Join("\n", red.OrderBy(one => one.Key).Select(one => one.Value)));
    }
}
