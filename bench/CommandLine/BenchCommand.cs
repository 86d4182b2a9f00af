using System.CommandLine;

namespace Motia.Bench.CommandLine;

/// <summary>The command line: <c>[--quick] [--json] [--only PART]</c>, and a hidden verb with which the benchmark starts its own baselines.</summary>
internal static class BenchCommand
{
    /// <summary>The verb that serves a baseline.</summary>
    public const string BaselineServer = "baseline-server";

    /// <summary>Runs what the arguments say.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="measure">Measures everything.</param>
    /// <param name="serve">Serves the baseline of a name until the process is told to stop.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<BenchOptions, CancellationToken, Task> measure, Func<string, Task> serve)
    {
        var parsed = Build(measure, serve).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{string.Join(" ", parsed.Errors.Select(error => error.Message))} See --help.");
            return 1;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
        }
        catch (BenchException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
    }

    private static RootCommand Build(Func<BenchOptions, CancellationToken, Task> measure, Func<string, Task> serve)
    {
        var quick = new Option<bool>("--quick") { Description = "Measure everything briefly, to see that it works." };
        var json = new Option<bool>("--json") { Description = "End the output with one line of JSON." };
        var only = new Option<string?>("--only") { Description = "Measure one part." };
        only.AcceptOnlyFromAmong([.. BenchOptions.Parts]);
        var root = new RootCommand("Measures the product beside baselines that do the same work without it.") { quick, json, only };
        root.SetAction((parsed, stop) => measure(new BenchOptions(parsed.GetValue(quick), parsed.GetValue(json), parsed.GetValue(only)), stop));

        var kind = new Argument<string>("KIND");
        var baseline = new Command(BaselineServer, "Serves a baseline.") { kind };
        baseline.Hidden = true;
        baseline.SetAction((parsed, _) => serve(parsed.GetValue(kind)!));
        root.Subcommands.Add(baseline);
        return root;
    }
}
