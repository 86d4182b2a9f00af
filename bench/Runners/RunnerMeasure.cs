using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Motia.Bench.CommandLine;
using Motia.Bench.Events;
using Motia.Bench.Figures;
using Motia.Bench.Http;
using Motia.Bench.Machine;
using Motia.Bench.Servers;

namespace Motia.Bench.Runners;

/// <summary>Measures TypeScript and Python steps through the silo, beside node's own http server and beside a C# step that does the same.</summary>
internal sealed class RunnerMeasure(BenchOptions options, Cores cores, WorkDirectory work)
{
    private const int WarmUpSeconds = 6;
    private const int EmittedAtOnce = 500;
    private const int ManyFiles = 50;
    private const int ReloadedFiles = 20;
    private readonly TimeSpan _round = options.Time(3, 0.5);
    private readonly string _project = work.Add("runners");

    private int Events => options.Quick ? 5_000 : 30_000;

    private int Latencies => options.Quick ? 300 : 3_000;

    public async Task<IReadOnlyList<Section>> RunAsync(CancellationToken stop)
    {
        var steps = BenchSteps.Write(BenchSteps.Write(work.Add("runners/steps"), "RunnerSteps/"));
        var raw = ServerCommand.Node(_project, BenchSteps.Write(work.Add("runners/raw"), "RunnerRaw/"));
        using var pin = cores.PinProcess(cores.Load);
        var sections = new List<Section>();
        await using (var product = await ServerProcess.StartAsync(ServerCommand.Product(_project, Path.Combine(_project, "data"), steps, "Production"), cores.Server, stop))
        await using (var control = await ServerProcess.StartAsync(raw, cores.Server, stop))
        {
            sections.Add(Throughput(product, control, stop));
            sections.Add(Latency(product, control, stop));
            sections.Add(await EventsAsync(product, stop));
        }

        sections.Add(await StartsAsync(steps, stop));
        sections.Add(await ReloadAsync(steps, stop));
        return sections;
    }

    private Section Throughput(ServerProcess product, ServerProcess control, CancellationToken stop)
    {
        using var loads = new LoadComparison(
            new(product, Scenario.Encode("GET /node/greeting")),
            new(control, Scenario.Encode("GET /greeting")),
            new(product, Scenario.Encode("GET /python/greeting")),
            new(product, Scenario.Encode("GET /greeting")));
        var results = loads.Run(_round, load => load.Run(TimeSpan.FromSeconds(options.Quick ? 1 : WarmUpSeconds)), stop);

        IEnumerable<double> PerSecond(int load) => results[load].Select(result => result.PerSecond);
        Spread Of(int load) => Spread.Of(PerSecond(load));
        return new Section(
            "Steps in other languages",
            $"{LoadGenerator.Connections} connections, a GET that answers a small JSON object; the silo and its runners, or node, on one processor, load on another",
            [
                new("TypeScript api step", "requests/s", Of(0)),
                new("bare node:http, the same handler", "requests/s", Of(1)),
                new("TypeScript api step / node:http", "", Spread.OfRatio(PerSecond(0), PerSecond(1)), "nodeApiVsRawNodeHttp", Target.AtLeast(0.5)),
                new("Python api step", "requests/s", Of(2), "pythonApiPerSecond", Target.AtLeast(3_000)),
                new("C# api step", "requests/s", Of(3)),
            ]);
    }

    private Section Latency(ServerProcess product, ServerProcess control, CancellationToken stop)
    {
        var rounds = new List<double[]>();
        for (var round = -1; round < BenchOptions.Rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            double[] medians =
            [
                MedianOf(product, "GET /greeting"),
                MedianOf(product, "GET /node/greeting"),
                MedianOf(product, "GET /python/greeting"),
                MedianOf(control, "GET /greeting"),
            ];
            if (round >= 0)
            {
                rounds.Add(medians);
            }
        }

        Spread Added(int step) => Spread.Of(rounds.Select(round => round[step] - round[0]));
        return new Section(
            "One request at a time",
            "medians, as above",
            [
                new("C# api step", "ms", Spread.Of(rounds.Select(round => round[0]))),
                new("bare node:http", "ms", Spread.Of(rounds.Select(round => round[3]))),
                new("TypeScript over C#", "ms", Added(1), "nodeAddedP50Ms", Target.AtMost(0.5)),
                new("Python over C#", "ms", Added(2), "pythonAddedP50Ms", Target.AtMost(1)),
            ]);
    }

    private double MedianOf(ServerProcess server, string methodAndPath)
    {
        using var connection = new LoadConnection(server.Address, Scenario.Encode(methodAndPath));
        var times = new double[Latencies];
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            connection.Send();
            while (!connection.TryReceive())
            {
            }

            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return Spread.At(times, 0.5);
    }

    private async Task<Section> EventsAsync(ServerProcess product, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = product.Address };
        var perSecond = new List<double>();
        for (var round = -1; round < BenchOptions.Rounds; round++)
        {
            var (before, start) = (await CountAsync(http), Stopwatch.GetTimestamp());
            for (var emitted = 0; emitted < Events; emitted += EmittedAtOnce)
            {
                using var answer = await http.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/emit-many/{EmittedAtOnce}"), null, stop);
                answer.EnsureSuccessStatusCode();
            }

            await Progress.ReachAsync(() => CountAsync(http), before + Events, stop);
            if (round >= 0)
            {
                perSecond.Add(Events / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return new Section(
            "Events that TypeScript handles",
            $"{Events:N0} durable events, {EmittedAtOnce} to an emit, from the first emit to the last handler's end; the silo and its runner on one processor",
            [new("emitted and handled", "events/s", Spread.Of(perSecond), "nodeEventsPerSecond", Target.AtLeast(5_000))]);
    }

    private async Task<Section> StartsAsync(string steps, CancellationToken stop)
    {
        var few = Directory.CreateDirectory(Path.Combine(_project, "few")).FullName;
        var many = Directory.CreateDirectory(Path.Combine(_project, "many")).FullName;
        foreach (var file in Directory.EnumerateFiles(steps, "*.cs").Concat(Directory.EnumerateFiles(steps, "greeting.step.ts")))
        {
            File.Copy(file, Path.Combine(few, Path.GetFileName(file)));
            File.Copy(file, Path.Combine(many, Path.GetFileName(file)));
        }

        await WriteCopiesAsync(steps, many, ManyFiles, stop);

        var (fews, manies, firsts) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < BenchOptions.Rounds; round++)
        {
            var one = await StartAsync(few, stop);
            var other = await StartAsync(many, stop);

            // The first start compiles the steps.
            if (round >= 0)
            {
                fews.Add(one.Ready);
                manies.Add(other.Ready);
                firsts.Add(one.FirstCall);
            }
        }

        return new Section(
            "Start with steps in TypeScript",
            "in Development, compiled at an earlier start",
            [
                new("one TypeScript step, until it listens", "ms", Spread.Of(fews)),
                new($"{ManyFiles} more, until it listens", "ms", Spread.Of(manies)),
                new($"{ManyFiles} step files add", "ms", Spread.Of(manies.Zip(fews, (more, less) => more - less)), "node50FilesAddMs", Target.AtMost(1_500)),
                new("first call of the TypeScript step", "ms", Spread.Of(firsts), "nodeFirstCallMs", Target.AtMost(300)),
            ]);
    }

    private async Task<Section> ReloadAsync(string steps, CancellationToken stop)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_project, "reload")).FullName;
        var original = Copy(await WriteCopiesAsync(steps, directory, ReloadedFiles, stop), 0);
        var compiled = await File.ReadAllTextAsync(Path.Combine(steps, "read-greeting.step.cs"), stop);
        await File.WriteAllTextAsync(Path.Combine(directory, "read-greeting.step.cs"), compiled, stop);
        await using var product = await ServerProcess.StartAsync(ServerCommand.Product(_project, Path.Combine(_project, "data-reload"), directory), core: null, stop);
        using var http = new HttpClient { BaseAddress = product.Address };
        var node = await EditsAsync(http, "/copies/0", Path.Combine(directory, "copy-0.step.ts"), original, stop);
        var csharp = await EditsAsync(http, "/greeting", Path.Combine(directory, "read-greeting.step.cs"), compiled, stop);
        return new Section(
            "An edit of a step",
            $"{ReloadedFiles} TypeScript files and one in C#; from the save to the first answer of the new version",
            [
                new("TypeScript", "ms", node, "nodeReloadMs", Target.AtMost(1_000)),
                new("C#", "ms", csharp, "csharpReloadMs", Target.AtMost(2_000)),
            ]);
    }

    private static async Task<Spread> EditsAsync(HttpClient http, string path, string file, string original, CancellationToken stop)
    {
        var times = new List<double>();
        for (var edit = -1; edit < BenchOptions.Rounds; edit++)
        {
            var word = string.Create(CultureInfo.InvariantCulture, $"Edited {edit}");
            var start = Stopwatch.GetTimestamp();
            await File.WriteAllTextAsync(file, original.Replace("Hello from the benchmark", word, StringComparison.Ordinal), stop);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (!(await http.GetStringAsync(path, stop)).Contains(word, StringComparison.Ordinal))
            {
                if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(30))
                {
                    throw new BenchException($"An edit of {file} did not take effect within 30 s.");
                }

                await timer.WaitForNextTickAsync(stop);
            }

            if (edit >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return Spread.Of(times);
    }

    private async Task<(double Ready, double FirstCall)> StartAsync(string steps, CancellationToken stop)
    {
        await using var product = await ServerProcess.StartAsync(ServerCommand.Product(_project, Path.Combine(_project, $"data-{Path.GetFileName(steps)}"), steps), core: null, stop);
        var ready = Stopwatch.GetElapsedTime(product.Started).TotalMilliseconds;
        var start = Stopwatch.GetTimestamp();
        using (new LoadConnection(product.Address, Scenario.Encode("GET /node/greeting")))
        {
        }

        return (ready, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task<string> WriteCopiesAsync(string steps, string directory, int count, CancellationToken stop)
    {
        var original = await File.ReadAllTextAsync(Path.Combine(steps, "greeting.step.ts"), stop);
        for (var copy = 0; copy < count; copy++)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, $"copy-{copy}.step.ts"), Copy(original, copy), stop);
        }

        return original;
    }

    // The step under another name and path.
    private static string Copy(string step, int number) =>
        step.Replace("NodeGreeting", $"NodeGreeting{number}", StringComparison.Ordinal).Replace("/node/greeting", $"/copies/{number}", StringComparison.Ordinal);

    private static async Task<long> CountAsync(HttpClient http) => (long)(await http.GetFromJsonAsync<JsonNode>("/node/counted"))!["events"]!;
}
