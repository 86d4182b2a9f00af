using System.Globalization;
using Motia.Bench.CommandLine;
using Motia.Bench.Figures;
using Motia.Bench.Machine;
using Motia.Bench.Servers;

namespace Motia.Bench.State;

/// <summary>Measures sets and gets in a small group and in a large one.</summary>
internal sealed class GroupSizeMeasure(BenchOptions options, WorkDirectory work)
{
    private const int Small = 10;
    private const int Large = 100_000;
    private const int Many = 64;
    private const int Fillers = 512;
    private readonly TimeSpan _round = options.Time(2, 0.3);

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        await using var host = await SiloHost.StartAsync(work.Add("groups"), stop);
        var state = host.State;
        foreach (var size in (int[])[Small, Large])
        {
            await Callers.RepeatAsync(Fillers, size, number => state.SetAsync(Group(size), Key(number), Entry.Of(number)));
        }

        (string Name, int Callers, bool Sets)[] kinds = [("set", 1, true), ("set", Many, true), ("get", 1, false), ("get", Many, false)];
        var figures = new List<Figure>();
        foreach (var (name, callers, sets) in kinds)
        {
            await MeasureAsync(state, Small, callers, sets);
            await MeasureAsync(state, Large, callers, sets);
            var (small, large) = (new List<CallResult>(), new List<CallResult>());
            for (var round = 0; round < BenchOptions.Rounds; round++)
            {
                stop.ThrowIfCancellationRequested();
                small.Add(await MeasureAsync(state, Small, callers, sets));
                large.Add(await MeasureAsync(state, Large, callers, sets));
            }

            figures.AddRange(Describe(name, callers, small, large));
        }

        return
        [
            new Section(
                "Durable state: the size of a group",
                string.Create(CultureInfo.InvariantCulture, $"keys at random in a group of {Small:N0} and one of {Large:N0} items of about 100 bytes"),
                figures),
        ];
    }

    private static IEnumerable<Figure> Describe(string name, int callers, List<CallResult> small, List<CallResult> large)
    {
        Spread Of(List<CallResult> results, Func<CallResult, double> value) => Spread.Of(results.Select(value));
        var who = callers == 1 ? "1 caller" : $"{callers} callers";
        var isHeadline = name == "set" && callers == 1;
        yield return new($"{name}, {who}, {Small} items", "µs", Of(small, result => result.Microseconds));
        yield return new($"{name}, {who}, {Large} items", "µs", Of(large, result => result.Microseconds));
        yield return new($"{name}, {who}, {Large} / {Small}", "", Spread.OfRatio(large.Select(result => result.Microseconds), small.Select(result => result.Microseconds)),
            isHeadline ? "setCost100kVs10" : null, isHeadline ? Target.AtMost(2) : null);
        yield return new($"{name}, {who}, {Small} items", "CPU µs", Of(small, result => result.CpuMicroseconds));
        yield return new($"{name}, {who}, {Large} items", "CPU µs", Of(large, result => result.CpuMicroseconds));
        yield return new($"{name}, {who}, {Large} / {Small}, by CPU", "", Spread.OfRatio(large.Select(result => result.CpuMicroseconds), small.Select(result => result.CpuMicroseconds)));
    }

    private Task<CallResult> MeasureAsync(IState state, int size, int callers, bool sets) =>
        Callers.RunAsync(callers, _round, (_, turn) =>
        {
            var key = Key(Random.Shared.Next(size));
            return sets ? state.SetAsync(Group(size), key, Entry.Of(turn)) : (Task)state.GetAsync<Entry>(Group(size), key);
        });

    private static string Group(int size) => size == Small ? "small" : "large";

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"key-{number:000000}");
}
