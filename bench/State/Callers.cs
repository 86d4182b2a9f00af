using System.Diagnostics;

namespace Motia.Bench.State;

/// <summary>Callers side by side, each calling again as soon as its last call came back.</summary>
internal static class Callers
{
    /// <summary>Calls for a time.</summary>
    /// <param name="callers">How many at once.</param>
    /// <param name="time">How long.</param>
    /// <param name="call">One call, of a caller and its how-manieth.</param>
    public static async Task<CallResult> RunAsync(int callers, TimeSpan time, Func<int, int, Task> call)
    {
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                await call(caller, count++);
            }

            return (long)count;
        })));
        return new CallResult(counts.Sum(), Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu);
    }

    /// <summary>Makes a number of calls, so many at once.</summary>
    public static Task RepeatAsync(int callers, int calls, Func<int, Task> call) =>
        Parallel.ForEachAsync(Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = callers }, (number, _) => new ValueTask(call(number)));
}
