using Motia.Bench.CommandLine;
using Motia.Bench.Figures;
using Motia.Bench.Machine;
using Motia.Bench.Servers;

namespace Motia.Bench.State;

/// <summary>Measures durable sets beside a bare store that writes the same rows, and beside the bare cost of a durable write.</summary>
internal sealed class DurableMeasure(BenchOptions options, WorkDirectory work)
{
    private const int Many = 64;
    private const int ItemsInGroup = 10;
    private const string RecordName = "state";
    private readonly TimeSpan _round = options.Time(3, 0.4);

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        var data = work.Add("durable");
        await using (var before = await SiloHost.StartAsync(data, stop))
        {
            await Callers.RepeatAsync(Many, Many * ItemsInGroup, number => SetAsync(before.State, number % Many, number / Many));
        }

        using var bare = new BareStore(Path.Combine(work.Path, "bare.db"), BareStore.RowsOf(data, RecordName));
        using var sync = new SyncFile(Path.Combine(work.Path, "sync"));
        await using var host = await SiloHost.StartAsync(data, stop);
        var state = host.State;
        Task<CallResult> Product(int callers) => Callers.RunAsync(callers, _round, (caller, turn) => SetAsync(state, caller, turn));

        await Product(Many);
        await Product(1);
        bare.Run(_round, Many);
        var (many, one, bareMany, bareOne, syncs) =
            (new List<CallResult>(), new List<CallResult>(), new List<CallResult>(), new List<CallResult>(), new List<CallResult>());
        for (var round = 0; round < BenchOptions.Rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            many.Add(await Product(Many));
            bareMany.Add(bare.Run(_round, Many));
            one.Add(await Product(1));
            bareOne.Add(bare.Run(_round, 1));
            syncs.Add(sync.Run(_round));
        }

        static Spread PerSecond(List<CallResult> results) => Spread.Of(results.Select(result => result.PerSecond));
        static Spread Cpu(List<CallResult> results) => Spread.Of(results.Select(result => result.CpuMicroseconds));
        static Spread Ratio(List<CallResult> one, List<CallResult> other) =>
            Spread.OfRatio(one.Select(result => result.PerSecond), other.Select(result => result.PerSecond));
        return
        [
            new Section(
                "Durable state: sets",
                $"groups of {ItemsInGroup} items of about 100 bytes; the bare store is SQLite with the same rows, {Many} in a transaction, on one thread",
                [
                    new($"{Many} callers on {Many} groups", "sets/s", PerSecond(many), "durableSetsPerSecond", Target.AtLeast(20_000)),
                    new($"bare store, {Many} rows a transaction", "rows/s", PerSecond(bareMany)),
                    new($"{Many} callers / bare store", "", Ratio(many, bareMany), "durableSetsVsBareStore", Target.AtLeast(0.6)),
                    new($"{Many} callers", "CPU µs/set", Cpu(many)),
                    new("bare store", "CPU µs/row", Cpu(bareMany)),
                    new("1 caller", "sets/s", PerSecond(one)),
                    new("bare store, 1 row a transaction", "rows/s", PerSecond(bareOne)),
                    new("fdatasync of 4 KB", "/s", PerSecond(syncs)),
                    new("1 caller / fdatasync", "", Ratio(one, syncs)),
                    new("1 caller", "CPU µs/set", Cpu(one)),
                ]),
        ];
    }

    private static Task<Entry> SetAsync(IState state, int caller, int turn) =>
        state.SetAsync(string.Create(null, $"bench-{caller}"), string.Create(null, $"key-{turn % ItemsInGroup}"), Entry.Of(turn));
}
