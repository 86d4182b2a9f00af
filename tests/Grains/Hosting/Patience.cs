namespace Motia.Grains.Tests.Hosting;

/// <summary>Waits that end, so that a broken rule is a red test and not a hanging one.</summary>
public static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    /// <summary>Takes a call off the test's synchronization context, as a gateway's thread has none.</summary>
    public static Task<T> Outside<T>(Func<Task<T>> call) => Task.Run(call).Soon();

    /// <inheritdoc cref="Outside{T}(Func{Task{T}})" />
    public static Task Outside(Func<Task> call) => Task.Run(call).Soon();
}
