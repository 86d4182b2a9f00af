using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Motia.Silo.Tests.Cron;

/// <summary>What the cron steps of a test did. It outlives their silos.</summary>
internal sealed class CronNotes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly List<CronRun> _runs = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    public static MethodInfo Handler { get; } = typeof(CronNotes).GetMethod(nameof(HandleAsync), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>What handlers wait for.</summary>
    public TaskCompletionSource Gate { get; set; } = new();

    /// <summary>What handlers throw.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyList<CronRun> Runs
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs];
            }
        }
    }

    /// <summary>Waits until so many runs have begun.</summary>
    public async Task<IReadOnlyList<CronRun>> WhenAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((count, reached));
            Notify();
        }

        await reached.Task.WaitAsync(Patience);
        return Runs;
    }

    private static Task HandleAsync(StepContext context) => context.Services.GetRequiredService<CronNotes>().RunAsync(context);

    private Task RunAsync(StepContext context)
    {
        lock (_lock)
        {
            _runs.Add(new(context.Flows[0], context.Delivery!.Id, context.Delivery.Attempt));
            Notify();
        }

        return Failure is { } failure ? Task.FromException(failure) : Gate.Task;
    }

    private void Notify() => _waiting.RemoveAll(one => one.Count <= _runs.Count && one.Reached.TrySetResult());
}
