using Motia.Bench.CommandLine;
using Motia.Bench.Figures;
using Motia.Bench.Machine;
using Motia.Bench.Servers;

namespace Motia.Bench.Streams;

/// <summary>Measures realtime streams from the handler's change to the sockets, beside raw Kestrel that broadcasts and stores nothing.</summary>
internal sealed class StreamMeasure(BenchOptions options, Cores cores, WorkDirectory work)
{
    private const int Many = 1_000;
    private const int Some = 50;
    private const int Burst = 500;

    // On one processor the product's code is compiled for its load for several seconds.
    private const int WarmUpRounds = 6;
    private readonly string _project = work.Add("streams");

    private int Idle => options.Quick ? 500 : 5_000;

    private int Single => options.Quick ? 10 : 100;

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        var steps = BenchSteps.Write(work.Add("streams/steps"), "StreamSteps/");
        using var pin = cores.PinProcess(cores.Load);
        var product = ServerCommand.Product(_project, Path.Combine(_project, "data"), steps, "Production");
        var control = ServerCommand.Baseline(BaselineHost.Broadcast, _project);
        return [await PushAsync(product, control, stop), await IdleAsync(product, control, stop)];
    }

    private async Task<Section> PushAsync(ServerCommand product, ServerCommand control, CancellationToken stop)
    {
        var (ours, raw) = (new StreamRounds(), new StreamRounds());
        await using var server = await ServerProcess.StartAsync(product, cores.Server, stop);
        await using var baseline = await ServerProcess.StartAsync(control, cores.Server, stop);
        for (var round = -WarmUpRounds; round < BenchOptions.Rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            await MeasureAsync(server, ours, round, stop);
            await MeasureAsync(baseline, raw, round, stop);
        }

        return new Section(
            "Streams",
            $"from the handler to the sockets; the control stores nothing; server on one processor, {Some} or {Many:N0} sockets on another",
            [
                new($"one change to {Many:N0} sockets, p99", "ms", Spread.Of(ours.Fanout), "streamFanoutP99Ms", Target.AtMost(150)),
                new("raw Kestrel, the same", "ms", Spread.Of(raw.Fanout)),
                new($"one change to {Some} sockets, p50", "ms", Spread.Of(ours.Push), "streamPushP50Ms", Target.AtMost(3)),
                new("raw Kestrel, the same", "ms", Spread.Of(raw.Push)),
                new($"{Burst} changes at once to {Some} sockets", "frames/s", Spread.Of(ours.Frames), "streamFramesPerSecond", Target.AtLeast(100_000)),
                new("raw Kestrel, the same", "frames/s", Spread.Of(raw.Frames)),
            ]);
    }

    private async Task MeasureAsync(ServerProcess server, StreamRounds rounds, int round, CancellationToken stop)
    {
        double fanout, push;
        double frames = 0;
        using (var many = await StreamAudience.OpenAsync(server, $"many-{round}", Many, stop))
        {
            fanout = Quantile(await SinglesAsync(many, stop), 0.99);
        }

        using (var some = await StreamAudience.OpenAsync(server, $"some-{round}", Some, stop))
        {
            push = Quantile(await SinglesAsync(some, stop), 0.5);
            for (var burst = 0; burst < 5; burst++)
            {
                frames += Burst * Some / (await some.PushAsync(Burst, stop)).Seconds / 5;
            }
        }

        if (round >= 0)
        {
            rounds.Fanout.Add(fanout);
            rounds.Push.Add(push);
            rounds.Frames.Add(frames);
        }
    }

    private async Task<List<double>> SinglesAsync(StreamAudience audience, CancellationToken stop)
    {
        var latencies = new List<double>();
        for (var change = 0; change < Single; change++)
        {
            latencies.AddRange((await audience.PushAsync(1, stop)).LatenciesMs);
        }

        return latencies;
    }

    private async Task<Section> IdleAsync(ServerCommand product, ServerCommand control, CancellationToken stop) => new(
        "Idle sockets",
        $"{Idle:N0} sockets, each joined to a group; resident memory more than before",
        [
            new("more with the sockets", "MB", Spread.Of([await MemoryAsync(product, stop)]), "streamIdleSocketsMb", Target.AtMost(100)),
            new("raw Kestrel, the same", "MB", Spread.Of([await MemoryAsync(control, stop)])),
        ]);

    private async Task<double> MemoryAsync(ServerCommand command, CancellationToken stop)
    {
        await using var server = await ServerProcess.StartAsync(command, cores.Server, stop);
        using (await StreamAudience.OpenAsync(server, "first", 1, stop))
        {
            var before = server.Memory("VmRSS");
            using var idle = await StreamAudience.OpenAsync(server, "idle", Idle, stop);
            return server.Memory("VmRSS") - before;
        }
    }

    private static double Quantile(List<double> values, double which)
    {
        values.Sort();
        return values[(int)(which * (values.Count - 1))];
    }
}
