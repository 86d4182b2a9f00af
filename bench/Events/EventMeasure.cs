using System.Collections.Concurrent;
using System.Diagnostics;
using Bench.Events;
using Motia.Bench.CommandLine;
using Motia.Bench.Figures;
using Motia.Bench.Machine;
using Motia.Bench.Servers;
using Motia.Bench.State;
using Motia.Silo.Topics;

namespace Motia.Bench.Events;

/// <summary>Measures events in this process: how many are taken and handled, and how long one is on its way, beside the bare cost of a durable write.</summary>
internal sealed class EventMeasure(BenchOptions options, WorkDirectory work)
{
    private const int Producers = 64;
    private const int PacedPerSecond = 1_000;
    private const int ChainsPerSecond = 100;
    private const int Backlog = 500_000;
    private const int ShortQueue = 5_000;
    private const string Counted = "bench.counted";
    private readonly TimeSpan _round = options.Time(3, 0.4);
    private readonly TimeSpan _paced = options.Time(4, 1);

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        var data = work.Add("events");
        using var sync = new SyncFile(Path.Combine(work.Path, "events-sync"));
        await using var host = await SiloHost.StartAsync(data, stop);
        var emitter = host.Emitter;
        await EmitAsync(emitter);

        var (emits, handled, syncs) = (new List<CallResult>(), new List<double>(), new List<CallResult>());
        var (hopP50, hopP99, chainP50) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < BenchOptions.Rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            var (before, start) = (CountEvent.Count, Stopwatch.GetTimestamp());
            var result = await Callers.RunAsync(Producers, _round, (_, _) => EmitAsync(emitter));
            await Progress.ReachAsync(() => CountEvent.Count, before + result.Calls, stop);
            emits.Add(result);
            handled.Add(result.Calls / Stopwatch.GetElapsedTime(start).TotalSeconds);
            syncs.Add(sync.Run(_round));
            var hops = await PaceAsync(emitter, Counted, PacedPerSecond, stop);
            hopP50.Add(Spread.At(hops, 0.50));
            hopP99.Add(Spread.At(hops, 0.99));
            chainP50.Add(Spread.At(await PaceAsync(emitter, "bench.chain.1", ChainsPerSecond, stop), 0.50));
        }

        var (flow, shortRates) = (new List<double>(), new List<double>());
        for (var round = 0; round < BenchOptions.Rounds; round++)
        {
            flow.Add(await FlowAsync(emitter, stop));
            shortRates.Add((await DrainAsync(emitter, ShortQueue, stop)).PerSecond);
        }

        var empty = Resident();
        var (drainRate, quarter, full) = await DrainAsync(emitter, BacklogEvents, stop);
        var after = Resident();
        return
        [
            new Section(
                "Events",
                $"{Producers} producers in the silo's process, data of about 100 bytes; hops at {PacedPerSecond:N0} events a second, chains of three steps at {ChainsPerSecond}",
                [
                    new("emits accepted", "/s", Spread.Of(emits.Select(result => result.PerSecond)), "durableEmitsPerSecond", Target.AtLeast(25_000)),
                    new("emitted and handled", "/s", Spread.Of(handled)),
                    new("emits accepted", "CPU µs", Spread.Of(emits.Select(result => result.CpuMicroseconds))),
                    new("fdatasync of 4 KB", "/s", Spread.Of(syncs.Select(result => result.PerSecond))),
                    new("emit to handler, median", "ms", Spread.Of(hopP50), "hopP50Ms", Target.AtMost(1.5)),
                    new("emit to handler, 99 of 100", "ms", Spread.Of(hopP99), "hopP99Ms", Target.AtMost(15)),
                    new("chain of three, median", "ms", Spread.Of(chainP50), "chainP50Ms", Target.AtMost(5)),
                ]),
            new Section(
                "A backlog",
                $"{2 * BacklogEvents:N0} deliveries over two steps that were held back",
                [
                    new("worked off", "deliveries/s", Spread.Of([drainRate])),
                    new("emitted and worked off while nothing waits", "deliveries/s", Spread.Of(flow)),
                    new("worked off / the same while nothing waits", "", Spread.Of([drainRate / Spread.Of(flow).Median]), "backlogDrainVsEmpty", Target.AtLeast(0.5)),
                    new($"a burst: {2 * ShortQueue:N0} deliveries in memory", "deliveries/s", Spread.Of(shortRates)),
                    new("resident before", "MB", Spread.Of([empty])),
                    new("resident with a quarter of the backlog", "MB", Spread.Of([quarter])),
                    new("resident with all of it", "MB", Spread.Of([full]), "backlogMb"),
                    new("resident, grown by", "MB", Spread.Of([full - empty]), "backlogGrowthMb"),
                    new("resident, grown by from a quarter to all", "MB", Spread.Of([full - quarter]), "backlogGrowthPastQuarterMb"),
                    new("resident after it was worked off", "MB", Spread.Of([after])),
                ]),
        ];
    }

    private int BacklogEvents => options.Quick ? Backlog / 50 : Backlog;

    private static Task EmitAsync(EventEmitter emitter, string topic = Counted) => emitter.EmitAsync(
        null, "bench", [new TopicEvent(topic, new Tick(Stopwatch.GetTimestamp(), "Some text of the size that events carry, more or less, so that it has about a hundred"))], CancellationToken.None);

    private async Task<double[]> PaceAsync(EventEmitter emitter, string topic, int perSecond, CancellationToken stop)
    {
        var times = new ConcurrentQueue<TimeSpan>();
        CountEvent.Times = times;
        var (sent, start) = (new List<Task>(), Stopwatch.GetTimestamp());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Stopwatch.GetElapsedTime(start) < _paced)
        {
            for (var due = (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond); sent.Count < due;)
            {
                sent.Add(EmitAsync(emitter, topic));
            }

            await timer.WaitForNextTickAsync(stop);
        }

        await Task.WhenAll(sent);
        await Progress.ReachAsync(() => times.Count, sent.Count, stop);
        CountEvent.Times = null;
        return [.. times.Select(time => time.TotalMilliseconds).Order()];
    }

    /// <summary>How many deliveries a second go through both steps' queues from end to end.</summary>
    private async Task<double> FlowAsync(EventEmitter emitter, CancellationToken stop)
    {
        var (before, start) = (WorkOffOne.Count, Stopwatch.GetTimestamp());
        var result = await Callers.RunAsync(Producers, _round, (_, _) => EmitAsync(emitter, "bench.backlog"));
        await Progress.ReachAsync(() => WorkOffOne.Count, before + (2 * result.Calls), stop);
        return 2 * result.Calls / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Holds events back, lets them go and measures how fast both steps work them off, and what is resident before they do.</summary>
    private static async Task<(double PerSecond, double Quarter, double Full)> DrainAsync(EventEmitter emitter, int events, CancellationToken stop)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WorkOffOne.Gate = gate.Task;
        var before = WorkOffOne.Count;
        await Callers.RepeatAsync(Producers, events / 4, _ => EmitAsync(emitter, "bench.backlog"));
        var quarter = Resident();
        await Callers.RepeatAsync(Producers, events - (events / 4), _ => EmitAsync(emitter, "bench.backlog"));
        var full = Resident();
        var start = Stopwatch.GetTimestamp();
        gate.SetResult();
        await Progress.ReachAsync(() => WorkOffOne.Count, before + (2L * events), stop);
        return (2 * events / Stopwatch.GetElapsedTime(start).TotalSeconds, quarter, full);
    }

    // Aggressive gives back what is free, or what was needed earlier would still count.
    private static double Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1024.0 / 1024;
    }
}
