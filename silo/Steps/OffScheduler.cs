namespace Motia.Silo.Steps;

/// <summary>Begins a run on the thread that brought the call but outside the grain's scheduler: its awaits continue on the thread pool, as a .NET author expects, not in turns.</summary>
internal static class OffScheduler
{
    public static Task<T> Run<T>(Func<object?, Task<T>> run, RunContext context)
    {
        var task = new Task<Task<T>>(run, context);
        task.RunSynchronously(TaskScheduler.Default);
        return task.Result;
    }
}
