using System.Diagnostics;
using Motia.Bench.CommandLine;
using Motia.Bench.Figures;
using Motia.Bench.Http;
using Motia.Bench.Machine;
using Motia.Bench.Servers;

namespace Motia.Bench.Starts;

/// <summary>Measures how long the product takes from the start of its process to its first answer, and the memory it then has when nobody asks.</summary>
internal sealed class StartMeasure(BenchOptions options, WorkDirectory work)
{
    private const int ManySteps = 200;
    private const string SamplePath = "GET /messages";
    private const string ManyPath = "GET /copies/000/greeting";
    private const string RawPath = "GET /greeting";
    private readonly TimeSpan _idle = options.Time(5, 1);

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        // The steps come from elsewhere, so that the product finds none here and runs the sample application.
        var project = work.Add("starts");
        var many = BenchSteps.WriteMany(work.Add("many/steps"), ManySteps);
        var sample = ServerCommand.Product(project, Path.Combine(project, "data"));
        var manySteps = ServerCommand.Product(project, Path.Combine(work.Path, "many", "data"), many);
        var raw = ServerCommand.Baseline(BaselineHost.Raw, project);

        // The first start compiles the steps; the ones that count find them compiled.
        var firstSample = await StartAsync(sample, SamplePath, isIdleWanted: false, stop);
        var firstMany = await StartAsync(manySteps, ManyPath, isIdleWanted: false, stop);
        await StartAsync(raw, RawPath, isIdleWanted: false, stop);

        var (samples, manies, raws) = (new List<StartResult>(), new List<StartResult>(), new List<StartResult>());
        for (var round = 0; round < BenchOptions.Rounds; round++)
        {
            samples.Add(await StartAsync(sample, SamplePath, isIdleWanted: true, stop));
            raws.Add(await StartAsync(raw, RawPath, isIdleWanted: true, stop));
            manies.Add(await StartAsync(manySteps, ManyPath, isIdleWanted: false, stop));
        }

        static Spread Of(List<StartResult> results, Func<StartResult, double> value) => Spread.Of(results.Select(value));
        return
        [
            new Section(
                "Start to the first answer",
                "from the start of the process to the first 200; steps compiled at an earlier start, except where it says first",
                [
                    new("sample application", "ms", Of(samples, result => result.Milliseconds), "startMs", Target.AtMost(1000)),
                    new($"{ManySteps} steps", "ms", Of(manies, result => result.Milliseconds), "start200StepsMs", Target.AtMost(2000)),
                    new("raw Kestrel", "ms", Of(raws, result => result.Milliseconds)),
                    new("sample application, first start", "ms", Spread.Of([firstSample.Milliseconds])),
                    new($"{ManySteps} steps, first start", "ms", Spread.Of([firstMany.Milliseconds])),
                ]),
            new Section(
                "Memory when idle",
                $"resident, {_idle.TotalSeconds} s after the start and a few requests; the sample application",
                [
                    new("sample application", "MB", Of(samples, result => result.IdleMb), "idleMb", Target.AtMost(120)),
                    new("raw Kestrel", "MB", Of(raws, result => result.IdleMb)),
                ]),
        ];
    }

    private async Task<StartResult> StartAsync(ServerCommand command, string methodAndPath, bool isIdleWanted, CancellationToken stop)
    {
        const int FewRequests = 5;
        var request = Scenario.Encode(methodAndPath);
        await using var server = await ServerProcess.StartAsync(command, core: null, stop);
        using (new LoadConnection(server.Address, request))
        {
        }

        var time = Stopwatch.GetElapsedTime(server.Started).TotalMilliseconds;
        if (!isIdleWanted)
        {
            if (command.HasCatalog)
            {
                DemandNoErrors(server);
            }

            return new StartResult(time, 0);
        }

        for (var i = 0; i < FewRequests; i++)
        {
            using var connection = new LoadConnection(server.Address, request);
        }

        await Task.Delay(_idle, stop);
        return new StartResult(time, server.Memory("VmRSS"));
    }

    // A step that was left out would make the start look shorter.
    private static void DemandNoErrors(ServerProcess server)
    {
        using var connection = new LoadConnection(server.Address, Scenario.Encode("GET /__motia/catalog"));
        if (!connection.Body.Contains("\"errors\":[]", StringComparison.Ordinal))
        {
            throw new BenchException($"{server.Name} left steps out: {connection.Body}");
        }
    }
}
