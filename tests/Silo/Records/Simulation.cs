namespace Motia.Silo.Tests.Records;

/// <summary>
/// Runs tasks on one thread, and ends pauses in an order that depends on a seed alone, so that an interleaving that fails can be repeated. Whoever stops
/// stepping has killed everything that runs in it.
/// </summary>
internal sealed class Simulation(int seed) : TaskScheduler
{
    private readonly Random _random = new(seed);
    private readonly Queue<Task> _ready = new();
    private readonly List<TaskCompletionSource> _paused = [];

    public override int MaximumConcurrencyLevel => 1;

    public Task Start(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    public Task<T> Start<T>(Func<Task<T>> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    public Task PauseAsync()
    {
        var pause = new TaskCompletionSource();
        _paused.Add(pause);
        return pause.Task;
    }

    /// <summary>Runs until nothing can go on.</summary>
    public void Run() => Run(() => false);

    /// <summary>Runs work to its end.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var task = Start(work);
        Run(() => task.IsCompleted);
        Assert.True(task.IsCompleted, $"The work hangs (seed {seed}).");
        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run{T}(Func{Task{T}})" />
    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return 0;
    });

    public void Run(Func<bool> done)
    {
        // The test runner's context would take the continuations away from here.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (!done() && Step())
            {
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;

    protected override void QueueTask(Task task) => _ready.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    private bool Step()
    {
        if (_ready.TryDequeue(out var task))
        {
            TryExecuteTask(task);
            return true;
        }

        if (_paused.Count == 0)
        {
            return false;
        }

        var index = _random.Next(_paused.Count);
        var pause = _paused[index];
        _paused.RemoveAt(index);
        pause.SetResult();
        return true;
    }
}
