using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Callers that go on while one version after the other comes, and none of whose calls may fail.</summary>
internal static class SwapUnderLoad
{
    /// <summary>Calls and swaps.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="paths">What each caller asks for, again and again.</param>
    /// <param name="swaps">How many versions come.</param>
    /// <param name="write">Writes a version; answers what it will answer to callers.</param>
    /// <param name="output">Is told how many calls there were.</param>
    public static async Task RunAsync(SiloProcess silo, IEnumerable<string> paths, int swaps, Func<int, string> write, ITestOutputHelper output)
    {
        using var ending = new CancellationTokenSource();
        var failures = new ConcurrentQueue<string>();
        var answers = new ConcurrentDictionary<string, int>();
        var callers = paths.Select(CallAsync).ToArray();
        for (var version = 1; version <= swaps; version++)
        {
            var answer = write(version);
            await Eventually.Is(() => answers.ContainsKey(answer) || !failures.IsEmpty);
        }

        await ending.CancelAsync();
        await Task.WhenAll(callers);
        output.WriteLine($"{answers.Values.Sum()} requests were answered while {swaps} versions came.");
        Assert.Empty(failures);

        async Task CallAsync(string path)
        {
            while (!ending.IsCancellationRequested)
            {
                using var response = await silo.Http.SendAsync("GET " + path);
                var text = await response.Content.ReadAsStringAsync();
                if ((int)response.StatusCode == 200)
                {
                    answers.AddOrUpdate(text, 1, (_, count) => count + 1);
                }
                else
                {
                    failures.Enqueue($"{path}: {(int)response.StatusCode} {text}");
                }
            }
        }
    }
}
