using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bench.Events;
using Motia.Bench.CommandLine;
using Motia.Bench.Figures;
using Motia.Bench.Http;
using Motia.Bench.Machine;
using Motia.Bench.Servers;
using Motia.Bench.State;

namespace Motia.Bench.Events;

/// <summary>Measures events through the whole product as a process: from HTTP to the handler's end, a start with many that wait, and the first one after a kill.</summary>
internal sealed class EventProcessMeasure(BenchOptions options, Cores cores, WorkDirectory work)
{
    private const string Body = """{"sent":0,"text":"Some text of the size that events carry, more or less, so that it has about a hundred"}""";
    // On one processor the product's code is compiled for its load for about fifteen seconds.
    private const int WarmUpRounds = 6;
    private readonly TimeSpan _round = options.Time(3, 0.5);
    private readonly string _project = work.Add("event-process");

    private int Delayed => options.Quick ? 5_000 : 100_000;

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        var steps = BenchSteps.Write(work.Add("event-process/steps"), "EventSteps/");
        var through = await ThroughHttpAsync(steps, stop);
        var waiting = await StartWithDelayedAsync(steps, stop);
        return [through, waiting, await RecoverAsync(steps, stop)];
    }

    private async Task<Section> ThroughHttpAsync(string steps, CancellationToken stop)
    {
        using var pin = cores.PinProcess(cores.Load);
        await using var product = await ServerProcess.StartAsync(
            ServerCommand.Product(_project, Path.Combine(_project, "through"), steps, "Production"), cores.Server, stop);
        await using var raw = await ServerProcess.StartAsync(ServerCommand.Baseline(BaselineHost.Raw, _project), cores.Server, stop);
        using var http = new HttpClient { BaseAddress = product.Address };
        using var load = new LoadGenerator(product, Scenario.Encode("POST /events", Body));
        using var rawLoad = new LoadGenerator(raw, Scenario.Encode("POST /orders", """{"item":"coffee","quantity":3,"customer":"Ada Lovelace"}"""));
        var (events, raws) = (new List<double>(), new List<double>());
        for (var round = -WarmUpRounds; round < BenchOptions.Rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            var (before, start) = (await CountAsync(http), Stopwatch.GetTimestamp());
            var result = load.Run(_round);
            await Progress.ReachAsync(() => CountAsync(http), before + result.Requests, stop);

            var perSecond = result.Requests / Stopwatch.GetElapsedTime(start).TotalSeconds;
            var rawPerSecond = rawLoad.Run(_round).PerSecond;

            if (round >= 0)
            {
                events.Add(perSecond);
                raws.Add(rawPerSecond);
            }
        }

        return new Section(
            "Events over HTTP",
            $"{LoadGenerator.Connections} connections; each request emits one event; until the last handler has ended; server on one processor, load on another",
            [
                new("requests, events handled", "/s", Spread.Of(events), "durableEventsPerSecond", Target.AtLeast(10_000)),
                new("raw Kestrel, a POST without events", "requests/s", Spread.Of(raws)),
            ]);
    }

    private async Task<Section> StartWithDelayedAsync(string steps, CancellationToken stop)
    {
        var data = Path.Combine(_project, "delayed");
        await using (var host = await SiloHost.StartAsync(Directory.CreateDirectory(data).FullName, stop))
        {
            await Callers.RepeatAsync(64, Delayed, _ => host.Emitter.EmitAsync(null, "bench", [new TopicEvent("bench.held", new Tick(0, "A delayed one"))], CancellationToken.None));
        }

        var (starts, memory) = (new List<double>(), new List<double>());
        for (var round = -1; round < BenchOptions.Rounds; round++)
        {
            await using var product = await ServerProcess.StartAsync(ServerCommand.Product(_project, data, steps), core: null, stop);
            using var http = new HttpClient { BaseAddress = product.Address };
            await CountAsync(http);
            var time = Stopwatch.GetElapsedTime(product.Started).TotalMilliseconds;
            await Progress.ReachAsync(() => WaitingAsync(http), Delayed, stop);

            // The first start compiles the steps.
            if (round >= 0)
            {
                starts.Add(time);
                memory.Add(product.Memory("VmRSS"));
            }
        }

        return new Section(
            "A start with deliveries that wait",
            $"{Delayed:N0} delayed deliveries",
            [
                new("start to the first answer", "ms", Spread.Of(starts), "delayedStartMs", Target.AtMost(3_000)),
                new("resident when it knows them all", "MB", Spread.Of(memory), "delayedMb", Target.AtMost(400)),
            ]);
    }

    private async Task<Section> RecoverAsync(string steps, CancellationToken stop)
    {
        var times = new List<double>();
        for (var round = 0; round < BenchOptions.Rounds; round++)
        {
            var data = Path.Combine(_project, string.Create(CultureInfo.InvariantCulture, $"recover-{round}"));
            await using (var first = await ServerProcess.StartAsync(ServerCommand.Product(_project, data, steps), core: null, stop))
            {
                using var load = new LoadGenerator(first, Scenario.Encode("POST /events", Body));
                load.Run(TimeSpan.FromMilliseconds(200));
                using var http = new HttpClient { BaseAddress = first.Address };

                // Answered, so durable; killed before the handler's end can be.
                (await http.PostAsync("/events", new StringContent(Body, null, "application/json"), stop)).EnsureSuccessStatusCode();
                first.Kill();
            }

            await using var second = await ServerProcess.StartAsync(ServerCommand.Product(_project, data, steps), core: null, stop);
            var listening = Stopwatch.GetTimestamp();
            using var after = new HttpClient { BaseAddress = second.Address };
            await Progress.ReachAsync(() => CountAsync(after), 1, stop);
            times.Add(Stopwatch.GetElapsedTime(listening).TotalMilliseconds);
        }

        return new Section(
            "After kill -9",
            "from listening again to the end of the first unfinished delivery's handler",
            [new("first delivery", "ms", Spread.Of(times), "recoveryMs", Target.AtMost(2_000))]);
    }

    private static async Task<long> CountAsync(HttpClient http) => (long)(await http.GetFromJsonAsync<JsonNode>("/events"))!["count"]!;

    private static async Task<long> WaitingAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonNode>("/__motia/queues"))!["queues"]!.AsArray().Sum(queue => (long)queue!["waiting"]!);
}
