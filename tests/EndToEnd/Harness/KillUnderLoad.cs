namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Callers that go on until enough of their calls are acknowledged, when the silo is killed under them.</summary>
internal static class KillUnderLoad
{
    /// <summary>Calls and kills.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="callers">How many call at a time.</param>
    /// <param name="untilAcknowledged">After how many acknowledged calls it is killed.</param>
    /// <param name="call">Makes a caller's call with a number, and is done when it is acknowledged.</param>
    public static async Task RunAsync(SiloProcess silo, int callers, int untilAcknowledged, Func<int, int, Task> call)
    {
        var acknowledged = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, callers).Select(CallAsync).ToArray();
        await Task.WhenAny(enough.Task, Task.WhenAll(running)).WaitAsync(Eventually.Limit);
        await silo.KillAsync();
        await Task.WhenAll(running);

        async Task CallAsync(int caller)
        {
            try
            {
                for (var number = 0; ; number++)
                {
                    await call(caller, number);
                    if (Interlocked.Increment(ref acknowledged) >= untilAcknowledged)
                    {
                        enough.TrySetResult();
                    }
                }
            }
            catch (HttpRequestException) when (enough.Task.IsCompleted)
            {
                // The silo was killed; one that ends before that has failed.
            }
        }
    }
}
