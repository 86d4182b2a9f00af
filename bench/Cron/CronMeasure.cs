using System.Net.Http.Json;
using Motia.Bench.CommandLine;
using Motia.Bench.Figures;
using Motia.Bench.Machine;
using Motia.Bench.Servers;

namespace Motia.Bench.Cron;

/// <summary>Measures how late the handlers of many cron steps begin that are all due in the same instant, beside bare timers.</summary>
internal sealed class CronMeasure(BenchOptions options, WorkDirectory work)
{
    private const int Schedules = 500;
    private readonly TimeSpan _round = options.Time(5, 2);
    private readonly TimeSpan _warmUp = options.Time(45, 2);

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        var project = work.Add("cron");
        var steps = CronBenchSteps.Write(work.Add("cron/steps"), Schedules);
        await using var product = await ServerProcess.StartAsync(ServerCommand.Product(project, Path.Combine(project, "data"), steps, "Production"), core: null, stop);
        using var http = new HttpClient { BaseAddress = product.Address };
        using var timers = new BareTimers(Schedules);

        // The code is compiled for its load meanwhile. Everything is due on the whole second, the control on the half: they do not wait for each other.
        await Task.Delay(_warmUp, stop);
        var (p50, p99, longest, bareP50, bareP99, cpu) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < BenchOptions.Rounds; round++)
        {
            await ReadAsync(http, stop);
            timers.Take();
            var before = product.CpuTime;
            await Task.Delay(_round, stop);
            var late = await ReadAsync(http, stop);
            var bare = timers.Take();
            cpu.Add((product.CpuTime - before).TotalMicroseconds / late.Length);
            Demand(late.Length);
            p50.Add(Spread.At(late, 0.50));
            p99.Add(Spread.At(late, 0.99));
            longest.Add(late[^1]);
            bareP50.Add(Spread.At(bare, 0.50));
            bareP99.Add(Spread.At(bare, 0.99));
        }

        return
        [
            new Section(
                "Cron steps",
                $"{Schedules} schedules that are all due every second; from the second that was due to the begin of the handler; the bare timers are in this process, due on the half second",
                [
                    new("late, 99 of 100", "ms", Spread.Of(p99), "cronLateP99Ms", Target.AtMost(50)),
                    new("late, median", "ms", Spread.Of(p50)),
                    new("late, the longest", "ms", Spread.Of(longest)),
                    new("bare timers, 99 of 100", "ms", Spread.Of(bareP99)),
                    new("bare timers, median", "ms", Spread.Of(bareP50)),
                    new("a tick", "CPU µs", Spread.Of(cpu)),
                ]),
        ];
    }

    // A tick that never came would not count as late.
    private void Demand(int ticks)
    {
        var least = (int)(_round.TotalSeconds - 1) * Schedules;
        if (ticks < least)
        {
            throw new BenchException($"Only {ticks} ticks were handled in {_round.TotalSeconds} s; {Schedules} schedules make at least {least}.");
        }
    }

    private static async Task<double[]> ReadAsync(HttpClient http, CancellationToken stop) => [.. (await http.GetFromJsonAsync<double[]>("/ticks", stop))!.Order()];
}
