using System.Diagnostics;
using Motia.Bench.CommandLine;

namespace Motia.Bench.Events;

/// <summary>Waits until enough was handled.</summary>
internal static class Progress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a count of this process.</summary>
    public static Task ReachAsync(Func<long> count, long wanted, CancellationToken stop) => ReachAsync(() => Task.FromResult(count()), wanted, TimeSpan.FromMilliseconds(1), stop);

    /// <summary>Waits for a count of a server, whom every answer costs some of the time that is measured.</summary>
    public static Task ReachAsync(Func<Task<long>> count, long wanted, CancellationToken stop) => ReachAsync(count, wanted, TimeSpan.FromMilliseconds(10), stop);

    private static async Task ReachAsync(Func<Task<long>> count, long wanted, TimeSpan interval, CancellationToken stop)
    {
        var (last, since) = (-1L, Stopwatch.GetTimestamp());
        using var timer = new PeriodicTimer(interval);
        for (var now = await count(); now < wanted; now = await count())
        {
            if (now != last)
            {
                (last, since) = (now, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new BenchException($"Nothing came for {Patience.TotalSeconds} s; there are {now} of {wanted}.");
            }

            await timer.WaitForNextTickAsync(stop);
        }
    }
}
