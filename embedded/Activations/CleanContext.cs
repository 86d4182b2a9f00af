namespace Motia.Embedded.Activations;

/// <summary>An execution context without async locals, as threads of the pool begin with.</summary>
internal static class CleanContext
{
    internal static ExecutionContext Instance { get; } = CaptureOnNewThread();

    private static ExecutionContext CaptureOnNewThread()
    {
        ExecutionContext? clean = null;
        var thread = new Thread(() => clean = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return clean!;
    }
}
