using Motia.Bench.CommandLine;

namespace Motia.Bench.Http;

/// <summary>Loads that are measured beside each other.</summary>
/// <param name="loads">The loads; all must be answered the same.</param>
internal sealed class LoadComparison(params LoadGenerator[] loads) : IDisposable
{
    // The loads take turns within a round, so that what else the machine does meets all of them.
    private const int Slices = 12;

    /// <summary>Warms each up, then measures all.</summary>
    /// <param name="round">How long each runs in a round.</param>
    /// <param name="warmUp">Warms one up.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>Each load's results of all rounds.</returns>
    public List<LoadResult>[] Run(TimeSpan round, Action<LoadGenerator> warmUp, CancellationToken stop)
    {
        if (loads.Select(load => load.Body).Distinct().Count() != 1)
        {
            throw new BenchException($"The servers answer differently, so that they can't be compared: {string.Join(" and ", loads.Select(load => load.Body))}.");
        }

        foreach (var load in loads)
        {
            warmUp(load);
        }

        var results = loads.Select(_ => new List<LoadResult>()).ToArray();
        for (var count = 0; count < BenchOptions.Rounds; count++)
        {
            var sums = new LoadResult[loads.Length];
            for (var slice = 0; slice < Slices; slice++)
            {
                for (var i = 0; i < loads.Length; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    var result = loads[i].Run(round / Slices);
                    sums[i] = slice == 0 ? result : sums[i] + result;
                }
            }

            for (var i = 0; i < loads.Length; i++)
            {
                results[i].Add(sums[i]);
            }
        }

        return results;
    }

    public void Dispose()
    {
        foreach (var load in loads)
        {
            load.Dispose();
        }
    }
}
