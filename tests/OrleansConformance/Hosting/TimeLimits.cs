using Xunit.Sdk;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>Waits that end, so that a broken rule is a red test and not a hanging one.</summary>
public static class TimeLimits
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task Soon(this Task task)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            // Not a TimeoutException: that is what some tests wait for.
            throw new XunitException($"What was awaited did not happen within {Limit}.");
        }
    }

    public static async Task<T> Soon<T>(this Task<T> task)
    {
        await ((Task)task).Soon();
        return await task;
    }

    /// <summary>Takes a call off the test's synchronization context, as a gateway's thread has none.</summary>
    public static Task<T> Outside<T>(Func<Task<T>> call) => Task.Run(call).Soon();

    /// <inheritdoc cref="Outside{T}(Func{Task{T}})" />
    public static Task Outside(Func<Task> call) => Task.Run(call).Soon();
}
