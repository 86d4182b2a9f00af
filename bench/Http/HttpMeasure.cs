using Motia.Bench.CommandLine;
using Motia.Bench.Figures;
using Motia.Bench.Machine;
using Motia.Bench.Servers;

namespace Motia.Bench.Http;

/// <summary>Measures an api step beside endpoints that do the same work, each server on one processor and the load on another.</summary>
internal sealed class HttpMeasure(BenchOptions options, Cores cores, WorkDirectory work)
{
    private const double Steady = 0.02;
    private readonly TimeSpan _round = options.Time(3, 0.5);

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        using var pin = cores.PinProcess(cores.Load);
        var project = work.Add("http");
        var steps = BenchSteps.Write(work.Add("http/steps"));
        await using var product = await ServerProcess.StartAsync(ServerCommand.Product(project, Path.Combine(project, "data"), steps, "Production"), cores.Server, stop);
        await using var raw = await ServerProcess.StartAsync(ServerCommand.Baseline(BaselineHost.Raw, project), cores.Server, stop);
        await using var minimal = await ServerProcess.StartAsync(ServerCommand.Baseline(BaselineHost.Minimal, project), cores.Server, stop);
        return [.. Scenario.All.Select(scenario => Measure(scenario, [product, raw, minimal], stop))];
    }

    private Section Measure(Scenario scenario, ServerProcess[] servers, CancellationToken stop)
    {
        using var loads = new LoadComparison([.. servers.Select(server => new LoadGenerator(server, scenario.Request))]);
        var results = loads.Run(_round, load => WarmUp(load, stop), stop);
        return Describe(scenario, results[0], results[1], results[2]);
    }

    // Until the compiler has done with the hot code and the rate stands still.
    private void WarmUp(LoadGenerator load, CancellationToken stop)
    {
        var (least, most) = options.Quick ? (2, 2) : (6, 20);
        var before = 0.0;
        for (var second = 1; second <= most; second++)
        {
            stop.ThrowIfCancellationRequested();
            var now = load.Run(TimeSpan.FromSeconds(1)).PerSecond;
            if (second >= least && Math.Abs(now - before) < Steady * before)
            {
                return;
            }

            before = now;
        }
    }

    private static Section Describe(Scenario scenario, List<LoadResult> product, List<LoadResult> raw, List<LoadResult> minimal)
    {
        static Spread Of(List<LoadResult> results, Func<LoadResult, double> value) => Spread.Of(results.Select(value));
        static Spread Ratio(List<LoadResult> one, List<LoadResult> other, Func<LoadResult, double> value) => Spread.OfRatio(one.Select(value), other.Select(value));

        return new Section(
            $"HTTP: {scenario.Title}",
            $"{LoadGenerator.Connections} connections; all in Production, server on one processor, load on another",
            [
                new("api step", "requests/s", Of(product, result => result.PerSecond)),
                new("raw Kestrel", "requests/s", Of(raw, result => result.PerSecond)),
                new("minimal API", "requests/s", Of(minimal, result => result.PerSecond)),
                new("api step / raw Kestrel", "", Ratio(product, raw, result => result.PerSecond), scenario.Key, scenario.Key is null ? null : Target.AtLeast(0.85)),
                new("api step / minimal API", "", Ratio(product, minimal, result => result.PerSecond)),
                new("api step", "CPU µs/request", Of(product, result => result.CpuMicroseconds)),
                new("raw Kestrel", "CPU µs/request", Of(raw, result => result.CpuMicroseconds)),
                new("minimal API", "CPU µs/request", Of(minimal, result => result.CpuMicroseconds)),
                new("raw Kestrel / api step, by CPU", "", Ratio(raw, product, result => result.CpuMicroseconds)),
                new("server's processor busy, api step", "%", Of(product, result => result.ServerBusy)),
                new("server's processor busy, raw Kestrel", "%", Of(raw, result => result.ServerBusy)),
                new("load's processor busy, api step", "%", Of(product, result => result.LoadBusy)),
                new("load's processor busy, raw Kestrel", "%", Of(raw, result => result.LoadBusy)),
            ]);
    }
}
