using Motia.Bench.CommandLine;
using Motia.Bench.Cron;
using Motia.Bench.Events;
using Motia.Bench.Figures;
using Motia.Bench.Http;
using Motia.Bench.Machine;
using Motia.Bench.Runners;
using Motia.Bench.Servers;
using Motia.Bench.Starts;
using Motia.Bench.State;
using Motia.Bench.Streams;

return await BenchCommand.RunAsync(args, MeasureAsync, BaselineHost.ServeAsync);

static async Task MeasureAsync(BenchOptions options, CancellationToken stop)
{
    MachineFacts.Demand();
    var cores = Cores.Find();
    Settings.Clear();
    using var work = WorkDirectory.Create();
    foreach (var line in MachineFacts.Describe(work.Path))
    {
        Console.WriteLine(line);
    }

    Func<CancellationToken, Task<IReadOnlyList<Section>>>[] measures =
    [
        new HttpMeasure(options, cores, work).RunAsync,
        new DurableMeasure(options, work).RunAsync,
        new GroupSizeMeasure(options, work).RunAsync,
        new EventMeasure(options, work).RunAsync,
        new EventProcessMeasure(options, cores, work).RunAsync,
        new CronMeasure(options, work).RunAsync,
        new StreamMeasure(options, cores, work).RunAsync,
        new RunnerMeasure(options, cores, work).RunAsync,
        new StartMeasure(options, work).RunAsync,
    ];
    var sections = new List<Section>();
    foreach (var (part, measure) in BenchOptions.Parts.Zip(measures))
    {
        if (options.Only is { } only && only != part)
        {
            continue;
        }

        foreach (var section in await measure(stop))
        {
            Report.Write(Console.Out, section);
            sections.Add(section);
        }
    }

    if (options.Json)
    {
        Console.WriteLine(Report.Json(sections));
    }
}
